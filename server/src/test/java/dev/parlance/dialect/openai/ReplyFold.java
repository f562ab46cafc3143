package dev.parlance.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a strict client makes of a stream of chat chunks: it checks the rules of the stream and
/// folds the deltas into the choices of a whole reply.
final class ReplyFold {
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private JsonObject head;
    private JsonValue usage = JsonNull.INSTANCE;
    private boolean done;

    /// Takes the data of the next frame.
    void add(String data) {
        assertThat(done).as("nothing comes after [DONE]").isFalse();
        if (data.equals("[DONE]")) {
            done = true;
            return;
        }
        JsonObject chunk = (JsonObject) Json.parse(data);
        JsonObject common = new JsonObject(Map.of());
        for (String name : List.of("id", "object", "created", "model", "system_fingerprint")) {
            common = common.with(name, chunk.get(name));
        }
        if (head != null) {
            assertThat(common).as("the head is the same in all chunks").isEqualTo(head);
        }
        head = common;
        List<JsonValue> list = array(chunk.get("choices"));
        if (list.isEmpty()) {
            usage = chunk.get("usage");
        }
        list.forEach(choice -> add((JsonObject) choice));
    }

    private void add(JsonObject choice) {
        int index = ((JsonNumber) choice.get("index")).value().intValueExact();
        boolean first = !choices.containsKey(index);
        choices.computeIfAbsent(index, _ -> new Choice()).add(choice, first);
    }

    /// The choices of the whole reply, and its usage.
    JsonValue reply() {
        assertThat(done).as("[DONE] has come").isTrue();
        List<JsonValue> built = new ArrayList<>();
        choices.forEach((index, choice) -> built.add(choice.build(index)));
        return new JsonObject(
                Map.of(
                        "choices",
                        new JsonArray(built),
                        "usage",
                        usage,
                        "model",
                        head.get("model")));
    }

    private static List<JsonValue> array(JsonValue value) {
        return ((JsonArray) value).values();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString(String text) ? text : "";
    }

    /// One choice so far.
    private static final class Choice {
        private final StringBuilder content = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final Map<Integer, Call> calls = new TreeMap<>();
        private final List<JsonValue> logprobs = new ArrayList<>();
        private String reason;

        void add(JsonObject choice, boolean first) {
            assertThat(reason).as("finish_reason comes last").isNull();
            JsonObject delta = (JsonObject) choice.get("delta");
            assertThat(delta.get("role") != null)
                    .as("role in the first delta only")
                    .isEqualTo(first);
            content.append(text(delta, "content"));
            reasoning.append(text(delta, "reasoning_content"));
            if (delta.get("tool_calls") != null) {
                assertThat(array(delta.get("tool_calls"))).isNotEmpty();
                array(delta.get("tool_calls")).forEach(call -> call((JsonObject) call));
            }
            if (choice.get("logprobs") instanceof JsonObject object) {
                logprobs.addAll(array(object.get("content")));
            }
            if (choice.get("finish_reason") instanceof JsonString(String word)) {
                reason = word;
            }
        }

        private void call(JsonObject delta) {
            int index = ((JsonNumber) delta.get("index")).value().intValueExact();
            JsonObject function = (JsonObject) delta.get("function");
            Call call = calls.get(index);
            if (call == null) {
                assertThat(delta.members().keySet())
                        .containsExactly("index", "id", "type", "function");
                assertThat(function.members().keySet()).containsExactly("name", "arguments");
                call = new Call(text(delta, "id"), text(function, "name"), new StringBuilder());
                calls.put(index, call);
            } else {
                assertThat(delta.members().keySet()).containsExactly("index", "function");
                assertThat(function.members().keySet()).containsExactly("arguments");
            }
            call.arguments().append(text(function, "arguments"));
        }

        JsonValue build(int index) {
            Map<String, JsonValue> message = new LinkedHashMap<>();
            message.put("role", JsonValue.of("assistant"));
            boolean silent = content.isEmpty() && !calls.isEmpty();
            message.put("content", silent ? JsonNull.INSTANCE : JsonValue.of(content.toString()));
            if (!reasoning.isEmpty()) {
                message.put("reasoning_content", JsonValue.of(reasoning.toString()));
            }
            message.put("refusal", JsonNull.INSTANCE);
            if (!calls.isEmpty()) {
                message.put(
                        "tool_calls",
                        JsonValue.from(calls.values().stream().map(Call::json).toList()));
            }
            Map<String, JsonValue> choice = new LinkedHashMap<>();
            choice.put("index", JsonValue.of(index));
            choice.put("message", new JsonObject(message));
            choice.put(
                    "logprobs",
                    JsonValue.from(
                            Map.of(
                                    "content",
                                    new JsonArray(logprobs),
                                    "refusal",
                                    JsonNull.INSTANCE)));
            choice.put("finish_reason", JsonValue.of(reason));
            return new JsonObject(choice);
        }
    }

    private record Call(String id, String name, StringBuilder arguments) {
        JsonValue json() {
            return JsonValue.from(
                    Map.of(
                            "id",
                            id,
                            "type",
                            "function",
                            "function",
                            Map.of("name", name, "arguments", arguments.toString())));
        }
    }
}
