package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.NotFound;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The paths that OpenAI's routes had in its first API, below `/v1/engines/{model}`: the same
/// handlers with the model of the path, or with the default one where there is none of that name.
///
/// `generate` has other names for three things: `context` is the prompt, `length` the limit, and
/// `data` the choices of the reply.
final class EnginePaths {
    private static final String CHAT = "/chat/completions";
    private static final String COMPLETE = "/completions";
    private static final String GENERATE = "/generate";
    private static final String EMBED = "/embeddings";
    private static final String CHOICES = "\"choices\":[";
    private static final String DATA = "\"data\":[";

    private final Gateway gateway;
    private final Route.Handler chat;
    private final Route.Handler complete;
    private final Route.Handler embed;

    private EnginePaths(
            Gateway gateway, Route.Handler chat, Route.Handler complete, Route.Handler embed) {
        this.gateway = gateway;
        this.chat = chat;
        this.complete = complete;
        this.embed = embed;
    }

    static Route of(
            Gateway gateway, Route.Handler chat, Route.Handler complete, Route.Handler embed) {
        EnginePaths paths = new EnginePaths(gateway, chat, complete, embed);
        return Route.post("/v1/engines/{id+}", paths::handle);
    }

    private void handle(HttpCall call) throws IOException {
        String path = call.pathParameter("id");
        if (path.endsWith(CHAT)) {
            forward(call, path, CHAT, chat);
        } else if (path.endsWith(COMPLETE)) {
            forward(call, path, COMPLETE, complete);
        } else if (path.endsWith(EMBED)) {
            forward(call, path, EMBED, embed);
        } else if (path.endsWith(GENERATE)) {
            JsonObject body = body(call, path, GENERATE);
            complete.handle(
                    new RewrittenCall(call, Json.write(asCompletion(body)), EnginePaths::withData));
        } else {
            throw new ApiException(
                    new NotFound(
                            "Below an engine there are /completions, /chat/completions, /embeddings"
                                    + " and /generate."));
        }
    }

    private void forward(HttpCall call, String path, String end, Route.Handler handler)
            throws IOException {
        byte[] body = Json.write(body(call, path, end));
        handler.handle(new RewrittenCall(call, body, UnaryOperator.identity()));
    }

    /// The body with the model of the path.
    private JsonObject body(HttpCall call, String path, String end) {
        if (!(Json.parse(call.body()) instanceof JsonObject body)) {
            throw ApiException.invalid("body", "The body is not a JSON object.");
        }
        String name = path.substring(0, path.length() - end.length());
        return body.with("model", JsonValue.of(model(call.context(), name)));
    }

    private String model(CallContext context, String name) {
        try {
            if (ModelId.isValid(name)) {
                gateway.model(context, name);
                return name;
            }
        } catch (ApiException e) {
            if (!(e.problem() instanceof ModelNotFound)) {
                throw e;
            }
        }
        return LocalFields.DEFAULT_MODEL;
    }

    private static JsonObject asCompletion(JsonObject body) {
        Map<String, JsonValue> members = new LinkedHashMap<>(body.members());
        rename(members, "context", "prompt");
        rename(members, "length", "max_tokens");
        return new JsonObject(members);
    }

    private static void rename(Map<String, JsonValue> members, String old, String name) {
        JsonValue value = members.remove(old);
        if (value != null) {
            members.putIfAbsent(name, value);
        }
    }

    /// The choices are the first array of that name: in a text its quotes would be escaped.
    private static byte[] withData(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        int at = text.indexOf(CHOICES);
        return at < 0
                ? json
                : (text.substring(0, at) + DATA + text.substring(at + CHOICES.length()))
                        .getBytes(StandardCharsets.UTF_8);
    }
}
