package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.route.Router;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.util.List;

/// Texts into tokens of the default model and back, under `/v1/internal` and under the names of the
/// first API. Thread-safe.
final class TokenRoutes {
    static final ModelId DEFAULT = new ModelId(Router.DEFAULT);

    private static final int MAX_TOKENS = 1 << 20;
    private static final String UNKNOWN = "unknown field";

    private final Gateway gateway;

    private TokenRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    static List<Route> of(Gateway gateway) {
        TokenRoutes tokens = new TokenRoutes(gateway);
        return List.of(
                Route.post("/v1/internal/encode", tokens::encode),
                Route.post("/v1/internal/decode", tokens::decode),
                Route.post("/v1/internal/token-count", tokens::count),
                Route.post("/api/v1/token/encode", tokens::oldEncode),
                Route.post("/api/v1/token/decode", tokens::oldDecode),
                Route.post("/api/v1/token-count", tokens::oldCount));
    }

    private void encode(HttpCall call) {
        List<TextToken> tokens = tokens(call, "text");
        JsonWriter json = new JsonWriter().beginObject();
        write(json, tokens);
        Answers.object(call, json);
    }

    private void decode(HttpCall call) {
        String text = text(call, "tokens");
        Answers.object(call, new JsonWriter().beginObject().field("text", text));
    }

    private void count(HttpCall call) {
        List<TextToken> tokens = tokens(call, "text");
        Answers.object(call, new JsonWriter().beginObject().field("length", tokens.size()));
    }

    private void oldEncode(HttpCall call) {
        List<TextToken> tokens = tokens(call, "input");
        JsonWriter json = results();
        write(json, tokens);
        end(call, json);
    }

    private void oldDecode(HttpCall call) {
        String text = text(call, "input");
        end(call, results().field("text", text));
    }

    private void oldCount(HttpCall call) {
        List<TextToken> tokens = tokens(call, "prompt");
        end(call, results().field("tokens", tokens.size()));
    }

    private static JsonWriter results() {
        return new JsonWriter().beginObject().beginArray("results").beginObject();
    }

    private static void end(HttpCall call, JsonWriter json) {
        Answers.object(call, json.endObject().endArray());
    }

    private static void write(JsonWriter json, List<TextToken> tokens) {
        json.beginArray("tokens");
        tokens.forEach(token -> json.value(token.id()));
        json.endArray();
        json.field("length", tokens.size());
    }

    private List<TextToken> tokens(HttpCall call, String field) {
        CallContext context = call.context();
        Body body = Body.of(call);
        String text = body.text(field);
        body.reportUnread(context.dispositions(), UNKNOWN);
        List<TextToken> tokens =
                gateway.tokenize(context, new TokenizeRequest(DEFAULT, text, true, true));
        return beginsTwice(text, tokens) ? tokens.subList(1, tokens.size()) : tokens;
    }

    /// True when the text has the beginning token by name, before which another was put.
    private static boolean beginsTwice(String text, List<TextToken> tokens) {
        return tokens.size() > 1
                && tokens.get(0).id() == tokens.get(1).id()
                && tokens.get(0)
                        .text()
                        .filter(name -> name.length() > 1 && text.startsWith(name))
                        .isPresent();
    }

    private String text(HttpCall call, String field) {
        CallContext context = call.context();
        Body body = Body.of(call);
        List<Integer> ids = body.wholes(field, MAX_TOKENS, 0, Integer.MAX_VALUE);
        body.reportUnread(context.dispositions(), UNKNOWN);
        return gateway.plainText(context, DEFAULT, ids);
    }
}
