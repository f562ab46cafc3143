package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.sampling.SamplerStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A request in text-generation-webui's form, rewritten into what the decoders of the OpenAI
/// dialect read: its own rules kept, its own messages given, nothing dropped without a word.
///
/// What a field is when it is absent is the decoders' business, so that a preset may come between.
public final class TextgenRequest {
    /// The most alternatives of one token.
    static final int MAX_LOGPROBS = 20;

    private static final Set<String> STAGES = stages();

    private final Members fields;
    private final Dispositions dispositions;

    private TextgenRequest(JsonObject body, Dispositions dispositions) {
        this.fields = new Members(body);
        this.dispositions = dispositions;
    }

    private static Set<String> stages() {
        Set<String> names = new HashSet<>(List.of("penalties"));
        Arrays.stream(SamplerStage.values()).forEach(stage -> names.addAll(stage.names()));
        return Set.copyOf(names);
    }

    /// A chat request.
    ///
    /// @param old true for the rules of 2023
    /// @throws SchemaException for a body of another form
    /// @throws ApiException `InvalidRequest` for what cannot be done
    public static JsonObject chat(JsonValue body, boolean old, Dispositions dispositions) {
        JsonObject converted = TextgenSchema.read(body, TextgenFields.CHAT);
        TextgenRequest request = new TextgenRequest(converted, dispositions);
        new ChatRules(request.fields, old, dispositions).apply();
        return request.shared();
    }

    /// A completion request.
    ///
    /// @param old true for the rules of 2023
    /// @throws SchemaException for a body of another form
    /// @throws ApiException `InvalidRequest` for what cannot be done
    public static JsonObject completion(JsonValue body, boolean old, Dispositions dispositions) {
        JsonObject converted = TextgenSchema.read(body, TextgenFields.COMPLETION);
        TextgenRequest request = new TextgenRequest(converted, dispositions);
        new CompletionRules(request.fields, converted, old, dispositions).apply();
        return request.shared();
    }

    private JsonObject shared() {
        if (!fields.flag("stream") && fields.get("stream_options") != null) {
            dispositions.ignored("stream_options", "'stream' is not true");
            fields.remove("stream_options");
        }
        priorities();
        return fields.toObject();
    }

    /// The order of samplers as a list without the names that nobody knows.
    private void priorities() {
        JsonValue value = fields.get("sampler_priority");
        List<JsonValue> entries =
                switch (value) {
                    case JsonString(String text) ->
                            Arrays.stream(text.split("[\\n,]", -1))
                                    .filter(name -> !name.isBlank())
                                    .map(JsonValue::of)
                                    .toList();
                    case JsonArray(List<JsonValue> elements) -> elements;
                    case null, default -> List.of();
                };
        List<JsonValue> known = new ArrayList<>();
        for (JsonValue entry : entries) {
            if (entry instanceof JsonString(String name) && !STAGES.contains(name.strip())) {
                dispositions.ignored("sampler_priority", "it names samplers that do not exist");
            } else {
                known.add(entry);
            }
        }
        if (value != null) {
            fields.put("sampler_priority", new JsonArray(known));
        }
    }

    /// Bounds the alternatives that a field asks for.
    static void limitLogprobs(Members fields, String name, Dispositions dispositions) {
        if (fields.above(name, MAX_LOGPROBS)) {
            dispositions.add(name, Outcome.APPROXIMATED, "at most " + MAX_LOGPROBS);
            fields.put(name, JsonValue.of(MAX_LOGPROBS));
        }
    }

    static ApiException invalid(String param, String message) {
        return ApiException.invalid(param, message);
    }
}
