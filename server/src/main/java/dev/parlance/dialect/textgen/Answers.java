package dev.parlance.dialect.textgen;

import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.wire.JsonWriter;

/// The answers that most of the routes have in common.
final class Answers {
    private static final byte[] OK = {'"', 'O', 'K', '"'};

    private Answers() {}

    /// The JSON string `"OK"`, after strict mode had its say.
    static void ok(HttpCall call) {
        call.reply(Reply.json(OK.clone()));
    }

    /// The object that this writer has begun.
    static void object(HttpCall call, JsonWriter json) {
        call.reply(Reply.json(json.endObject().toByteArray()));
    }
}
