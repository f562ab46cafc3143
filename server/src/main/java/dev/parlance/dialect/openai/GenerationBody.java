package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.dialect.openai.textgen.SchemaException;
import dev.parlance.dialect.openai.textgen.TextgenRequest;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.wire.Json;

/// The bodies of requests that generate text, brought into the one form that the decoders read,
/// whatever the leniency of the profile they came under.
final class GenerationBody {
    private GenerationBody() {}

    /// The body of a chat request.
    static JsonValue chat(HttpCall call, Gateway gateway) {
        return read(call, gateway, TextgenRequest::chat);
    }

    /// The body of a completion request.
    static JsonValue completion(HttpCall call, Gateway gateway) {
        return read(call, gateway, TextgenRequest::completion);
    }

    /// A handler that answers a body of the wrong form in the words of the profile that has some.
    static Route.Handler checked(Route.Handler handler) {
        return call -> {
            try {
                handler.handle(call);
            } catch (SchemaException e) {
                call.reply(Reply.json(422, e.body()));
            }
        };
    }

    /// One of text-generation-webui's two ways to read a body.
    @FunctionalInterface
    private interface Rewriting {
        JsonObject rewrite(JsonValue body, boolean old, Dispositions dispositions);
    }

    private static JsonValue read(HttpCall call, Gateway gateway, Rewriting textgen) {
        CallContext context = call.context();
        return switch (context.profile()) {
            case TEXTGEN, TEXTGEN_2023 -> {
                boolean old = context.profile() == CompatProfile.TEXTGEN_2023;
                JsonObject body = textgen.rewrite(parsed(call), old, context.dispositions());
                yield body.with("model", JsonValue.of(model(body, context, gateway)));
            }
            case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 -> Json.parse(call.body());
        };
    }

    private static JsonValue parsed(HttpCall call) {
        byte[] body = call.body();
        try {
            return Json.parse(body);
        } catch (ApiException e) {
            throw SchemaException.notJson(e.problem().message());
        }
    }

    /// The model of this name; the loaded one if there is none of it, as these clients expect.
    private static String model(JsonObject body, CallContext context, Gateway gateway) {
        if (!(body.get("model") instanceof JsonString(String name)) || name.isBlank()) {
            return LocalFields.DEFAULT_MODEL;
        }
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
        context.dispositions()
                .add("model", Outcome.APPROXIMATED, "unknown here; the default model answers");
        return LocalFields.DEFAULT_MODEL;
    }
}
