package dev.parlance.engine.llama.reply;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.wire.Json;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Writes replies as the models of each family do, with their freedom in white space and order.
/// Knows nothing of the parsers.
enum ReplyWriter {
    HERMES {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<tool_call>"
                                    + gap(random)
                                    + object(random, call, "arguments")
                                    + gap(random)
                                    + "</tool_call>")
                    .collect(Collectors.joining(gap(random)));
        }
    },
    LLAMA {
        @Override
        String calls(Random random, List<Call> calls) {
            return (random.nextBoolean() ? "<|python_tag|>" : "")
                    + calls.stream()
                            .map(call -> object(random, call, "parameters"))
                            .collect(Collectors.joining("; "));
        }
    },
    PLAIN {
        @Override
        String calls(Random random, List<Call> calls) {
            if (calls.size() == 1 && random.nextBoolean()) {
                return "```json\n" + object(random, calls.getFirst(), "arguments") + "\n```";
            }
            return calls.stream()
                    .map(call -> object(random, call, "arguments"))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    },
    MISTRAL_LIST {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call -> object(random, call, "arguments"))
                    .collect(Collectors.joining(", ", "[TOOL_CALLS] [", "]"));
        }
    },
    MISTRAL {
        @Override
        String calls(Random random, List<Call> calls) {
            String id = random.nextBoolean() ? "[CALL_ID]abcdefghi" : "";
            String separator = !id.isEmpty() || random.nextBoolean() ? "[ARGS]" : "";
            return calls.stream()
                    .map(call -> "[TOOL_CALLS]" + call.name() + id + separator + call.json(random))
                    .collect(Collectors.joining());
        }
    },
    DEEPSEEK {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<｜tool▁call▁begin｜>function<｜tool▁sep｜>"
                                    + call.name()
                                    + "\n```json\n"
                                    + call.json(random)
                                    + "\n```<｜tool▁call▁end｜>")
                    .collect(
                            Collectors.joining("\n", "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>"));
        }
    },
    DEEPSEEK_31 {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<｜tool▁call▁begin｜>"
                                    + call.name()
                                    + "<｜tool▁sep｜>"
                                    + call.json(random)
                                    + "<｜tool▁call▁end｜>")
                    .collect(Collectors.joining("", "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>"));
        }
    },
    KIMI {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<|tool_call_begin|>functions."
                                    + call.name()
                                    + ":"
                                    + random.nextInt(12)
                                    + "<|tool_call_argument_begin|>"
                                    + call.json(random)
                                    + "<|tool_call_end|>")
                    .collect(
                            Collectors.joining(
                                    "",
                                    "<|tool_calls_section_begin|>",
                                    "<|tool_calls_section_end|>"));
        }
    },
    FUNCTIONARY_31 {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<function=" + call.name() + ">" + call.json(random) + "</function>")
                    .collect(Collectors.joining(gap(random)));
        }
    },
    FUNCTIONARY_32 {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call -> ">>>" + call.name() + "\n" + call.json(random))
                    .collect(Collectors.joining());
        }
    },
    QWEN_CODER {
        @Override
        String calls(Random random, List<Call> calls) {
            String between = random.nextBoolean() ? "\n" : "";
            return calls.stream()
                    .map(call ->
                            "<tool_call>\n<function="
                                    + call.name()
                                    + ">\n"
                                    + tagged(call, "<parameter=", ">\n", "\n</parameter>" + between)
                                    + "</function>\n</tool_call>")
                    .collect(Collectors.joining(gap(random)));
        }
    },
    MINIMAX {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<invoke name=\""
                                    + call.name()
                                    + "\">\n"
                                    + tagged(call, "<parameter name=\"", "\">", "</parameter>\n")
                                    + "</invoke>\n")
                    .collect(
                            Collectors.joining(
                                    "", "<minimax:tool_call>\n", "</minimax:tool_call>"));
        }
    },
    GLM {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<tool_call>"
                                    + call.name()
                                    + "\n"
                                    + tagged(
                                            call,
                                            "<arg_key>",
                                            "</arg_key>\n<arg_value>",
                                            "</arg_value>\n")
                                    + "</tool_call>")
                    .collect(Collectors.joining("\n"));
        }
    },
    HARMONY {
        @Override
        String calls(Random random, List<Call> calls) {
            return calls.stream()
                    .map(call ->
                            "<|channel|>commentary to=functions."
                                    + call.name()
                                    + (random.nextBoolean() ? " <|constrain|>json" : "")
                                    + "<|message|>"
                                    + call.json(random))
                    .collect(Collectors.joining("<|call|><|start|>assistant"));
        }
    };

    /// A call to write; its arguments are `text`, `count`, `flag` and `more` in any choice.
    record Call(String name, JsonObject arguments) {
        String json(Random random) {
            String compact = Json.text(arguments);
            return random.nextBoolean() ? compact : "{ " + compact.substring(1);
        }
    }

    abstract String calls(Random random, List<Call> calls);

    private static String gap(Random random) {
        return List.of("", "\n", "\n\n", " ").get(random.nextInt(4));
    }

    private static String object(Random random, Call call, String arguments) {
        String name = "\"name\": " + Json.text(JsonValue.of(call.name()));
        String json = call.json(random);
        boolean quoted = random.nextInt(8) == 0;
        String given = "\"" + arguments + "\": " + (quoted ? Json.text(JsonValue.of(json)) : json);
        return switch (random.nextInt(6)) {
            case 0 -> "{" + given + ", " + name + "}";
            case 1 -> "{\"type\": \"function\", " + name + ", " + given + "}";
            case 2 -> "{" + name + "," + given + ", \"id\": \"a{b]\"}";
            case 3 -> "{\n  " + name + ",\n  " + given + "\n}";
            case 4 -> "{\"type\":\"function\",\"function\":{" + name + "," + given + "}}";
            default -> "{" + name + ", " + given + "}";
        };
    }

    private static String tagged(Call call, String keyOpen, String keyEnd, String valueEnd) {
        StringBuilder text = new StringBuilder();
        call.arguments()
                .members()
                .forEach((key, value) ->
                        text.append(keyOpen)
                                .append(key)
                                .append(keyEnd)
                                .append(
                                        value instanceof JsonString(var said)
                                                ? said
                                                : Json.text(value))
                                .append(valueEnd));
        return text.toString();
    }
}
