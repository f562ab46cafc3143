package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.usage.Operation;
import dev.parlance.dialect.openai.textgen.SchemaException;
import dev.parlance.dialect.openai.textgen.SchemaFault;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The bodies of requests about an `input` (embeddings, moderation), brought into the one form that
/// the decoders read, with text-generation-webui's leniency under its profiles: any model's name,
/// any vector format, and `text` for `input`.
final class InputBody {
    private static final String INPUT = "input";
    private static final byte[] NO_INPUT =
            new JsonWriter()
                    .beginObject()
                    .field("detail", "Missing required argument input")
                    .endObject()
                    .toByteArray();

    /// The end of a call without anything to look at.
    private static final class NoInputException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private InputBody() {}

    /// The body of a request of this kind.
    static JsonValue read(HttpCall call, Gateway gateway, Operation operation) {
        CallContext context = call.context();
        return switch (context.profile()) {
            case TEXTGEN, TEXTGEN_2023 -> textgen(call, gateway, operation);
            case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 -> Json.parse(call.body());
        };
    }

    /// A handler that answers a body without an input in the words of the profile that has some.
    static Route.Handler checked(Route.Handler handler) {
        return call -> {
            try {
                handler.handle(call);
            } catch (SchemaException e) {
                call.reply(Reply.json(422, e.body()));
            } catch (NoInputException _) {
                call.reply(Reply.json(400, NO_INPUT));
            }
        };
    }

    private static JsonValue textgen(HttpCall call, Gateway gateway, Operation operation) {
        JsonValue json = parsed(call.body());
        if (!(json instanceof JsonObject(Map<String, JsonValue> given))) {
            return json;
        }
        CallContext context = call.context();
        Map<String, JsonValue> body = new LinkedHashMap<>(given);
        JsonValue text = body.get("text");
        if (isAbsent(body.get(INPUT)) && text != null && !isAbsent(text)) {
            body.put(INPUT, text);
            body.remove("text");
            context.dispositions().add("text", Outcome.TRANSLATED, "another name of input");
        }
        JsonValue input = body.getOrDefault(INPUT, JsonNull.INSTANCE);
        if (isAbsent(input)) {
            throw new SchemaException(
                    List.of(
                            new SchemaFault(
                                    "missing",
                                    List.of(JsonValue.of("body"), JsonValue.of(INPUT)),
                                    "Field required",
                                    json)));
        }
        if (input.equals(JsonValue.of("")) || input.equals(new JsonArray(List.of()))) {
            throw new NoInputException();
        }
        if (operation == Operation.EMBEDDINGS) {
            relax(body, context.dispositions());
        }
        body.put("model", JsonValue.of(model(body, context, gateway, operation)));
        return new JsonObject(body);
    }

    private static boolean isAbsent(@Nullable JsonValue value) {
        return value == null || value instanceof JsonNull;
    }

    private static JsonValue parsed(byte[] body) {
        try {
            return Json.parse(body);
        } catch (ApiException e) {
            throw SchemaException.notJson(e.problem().message());
        }
    }

    /// Takes out what that server does not look at.
    private static void relax(Map<String, JsonValue> body, Dispositions dispositions) {
        JsonValue format = body.get("encoding_format");
        if (format != null
                && !format.equals(JsonValue.of("float"))
                && !format.equals(JsonValue.of("base64"))) {
            body.remove("encoding_format");
            dispositions.ignored("encoding_format", "numbers are given unless it is base64");
        }
        if (!isAbsent(body.remove("dimensions"))) {
            dispositions.ignored("dimensions", "vectors have the length of the model");
        }
    }

    /// The model of this name; the usual one if there is none of it, as these clients expect.
    private static String model(
            Map<String, JsonValue> body,
            CallContext context,
            Gateway gateway,
            Operation operation) {
        if (!(body.get("model") instanceof JsonString(String name)) || name.isBlank()) {
            return LocalFields.DEFAULT_MODEL;
        }
        try {
            if (ModelId.isValid(name)) {
                var _ = gateway.operator().model(context, new ModelId(name), operation);
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
