package dev.parlance.engine.scripted;

import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.usage.Usage;
import dev.parlance.engine.scripted.Reply.Call;
import dev.parlance.engine.scripted.Reply.Logprob;
import dev.parlance.engine.scripted.Reply.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The decoder of what a rule says.
final class ReplyReader {
    private static final int MOST_TOKENS = 1 << 20;

    private final int groups;

    /// @param groups how many groups the rule's expression has; -1 when it has none, and `$` is
    ///   then a dollar sign
    ReplyReader(int groups) {
        this.groups = groups;
    }

    Reply read(ScriptNode node) {
        List<Part> choices = new ArrayList<>();
        if (node.has("choices")) {
            if (saysSomething(node)) {
                throw node.wrong("choices", "put what is said into the choices, all of it");
            }
            for (ScriptNode choice : node.nodes("choices")) {
                choices.add(part(choice));
                choice.end();
            }
        } else if (saysSomething(node)) {
            choices.add(part(node));
        }
        ScriptNode usage = node.node("usage");
        ScriptNode fault = node.node("fault");
        Reply reply =
                new Reply(
                        choices,
                        node.duration("start-delay", Duration.ZERO),
                        node.duration("delay", Duration.ZERO),
                        usage == null ? null : usage(usage),
                        fault == null ? null : FaultReader.read(fault));
        node.end();
        return reply;
    }

    private static boolean saysSomething(ScriptNode node) {
        boolean says = false;
        for (String key :
                List.of("text", "tokens", "reasoning", "tool-calls", "finish-reason", "logprobs")) {
            says |= node.has(key);
        }
        return says;
    }

    private Part part(ScriptNode node) {
        if (node.has("text") && node.has("tokens")) {
            throw node.wrong("tokens", "write either 'text' or 'tokens'");
        }
        List<String> tokens =
                node.has("text") ? List.of(node.text("text", "")) : node.texts("tokens");
        tokens.forEach(token -> check(node.path("text"), token));
        String reasoning = node.text("reasoning", "");
        check(node.path("reasoning"), reasoning);
        return new Part(
                reasoning,
                tokens,
                node.has("text"),
                node.nodes("tool-calls").stream().map(this::call).toList(),
                finishReason(node),
                logprobs(node));
    }

    private Call call(ScriptNode node) {
        JsonValue arguments = node.get("arguments");
        if (arguments == null) {
            arguments = JsonObject.EMPTY;
        }
        if (!(arguments instanceof JsonObject) && !(arguments instanceof JsonString)) {
            throw node.wrong("arguments", "write an object, or a text to send as it is");
        }
        check(node.path("arguments"), arguments);
        Call call = new Call(node.text("id"), node.requiredText("name"), arguments);
        node.end();
        return call;
    }

    private static @Nullable FinishReason finishReason(ScriptNode node) {
        String name = node.text("finish-reason");
        if (name == null) {
            return null;
        }
        List<String> names = Arrays.stream(FinishReason.values()).map(r -> r.wireName()).toList();
        if (!names.contains(name)) {
            throw node.wrong("finish-reason", "write one of " + String.join(", ", names));
        }
        return FinishReason.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static List<Logprob> logprobs(ScriptNode node) {
        List<Logprob> logprobs = new ArrayList<>();
        List<JsonValue> values = node.list("logprobs");
        for (int i = 0; i < values.size(); i++) {
            String path = node.path("logprobs") + "[" + i + "]";
            if (values.get(i) instanceof JsonNumber(var number)) {
                if (number.signum() > 0) {
                    throw new ScriptException(path + ": a log probability is at most 0");
                }
                logprobs.add(new Logprob(number.doubleValue(), List.of()));
            } else {
                ScriptNode entry = ScriptNode.of(path, values.get(i));
                List<Logprob.Alternative> top = new ArrayList<>();
                for (ScriptNode alternative : entry.nodes("top")) {
                    top.add(
                            new Logprob.Alternative(
                                    alternative.requiredText("token"),
                                    alternative.logprob("logprob")));
                    alternative.end();
                }
                logprobs.add(new Logprob(entry.logprob("logprob"), top));
                entry.end();
            }
        }
        return logprobs;
    }

    private static Usage usage(ScriptNode node) {
        Usage usage =
                new Usage(
                        node.number("input-tokens", 0, MOST_TOKENS, 0),
                        node.number("output-tokens", 0, MOST_TOKENS, 0),
                        node.number("cache-read-input-tokens", 0, MOST_TOKENS, 0),
                        node.number("reasoning-output-tokens", 0, MOST_TOKENS, 0),
                        false);
        node.end();
        return usage;
    }

    private void check(String path, String text) {
        if (groups >= 0) {
            Template.check(path, text, groups);
        }
    }

    private void check(String path, JsonValue value) {
        switch (value) {
            case JsonString(var text) -> check(path, text);
            case JsonArray(var values) -> values.forEach(v -> check(path, v));
            case JsonObject(var members) -> members.values().forEach(v -> check(path, v));
            case JsonNumber _, JsonValue.JsonBoolean _, JsonValue.JsonNull _ -> {}
        }
    }
}
