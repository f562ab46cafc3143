package dev.parlance.engine.scripted;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.usage.Operation;
import dev.parlance.wire.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The decoder from a parsed document to a [Script]: models, rules and their conditions. What is
/// said is the work of [ReplyReader].
final class ScriptReader {
    // What a rule is for unless it says otherwise.
    private static final Set<Operation> TALKING = Set.of(Operation.CHAT, Operation.COMPLETION);

    private ScriptReader() {}

    static Script read(JsonValue document) {
        ScriptNode root = ScriptNode.of("", document);
        List<ScriptedModel> models =
                root.nodes("models").stream().map(ScriptReader::model).toList();
        List<Rule> rules = new ArrayList<>();
        for (ScriptNode node : root.nodes("rules")) {
            rules.add(rule(node, rules.size() + 1, models));
        }
        root.end();
        return new Script(models.isEmpty() ? Script.echo().models() : models, rules);
    }

    private static ScriptedModel model(ScriptNode node) {
        String id = node.requiredText("id");
        ScriptedModel plain;
        try {
            plain = ScriptedModel.of(id);
        } catch (IllegalArgumentException e) {
            throw node.wrong("id", String.valueOf(e.getMessage()));
        }
        Set<Capability> capabilities =
                node.has("capabilities") ? capabilities(node) : plain.capabilities();
        Set<SamplingParameter> sampling = EnumSet.noneOf(SamplingParameter.class);
        Map<String, SamplingParameter> parameters =
                byName(SamplingParameter.values(), SamplingParameter::wireName);
        node.texts("sampling")
                .forEach(name -> sampling.add(named(node, "sampling", name, parameters)));
        ScriptedModel model =
                new ScriptedModel(
                        plain.id(),
                        node.text("owned-by", plain.ownedBy()),
                        node.number(
                                "context-length",
                                ScriptedModel.MIN_CONTEXT,
                                ScriptedModel.MAX_CONTEXT,
                                plain.contextLength()),
                        capabilities,
                        sampling,
                        node.number(
                                "dimensions",
                                ScriptedModel.MIN_DIMENSIONS,
                                ScriptedModel.MAX_DIMENSIONS,
                                plain.dimensions()));
        node.end();
        return model;
    }

    private static Set<Capability> capabilities(ScriptNode node) {
        Capability[] playable = ScriptedModel.PLAYABLE.toArray(Capability[]::new);
        Map<String, Capability> names = byName(playable, ScriptReader::kebab);
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (String name : node.texts("capabilities")) {
            capabilities.add(named(node, "capabilities", name, names));
        }
        return capabilities;
    }

    private static Rule rule(ScriptNode node, int number, List<ScriptedModel> models) {
        String name = node.text("name", "rule " + number);
        ScriptNode when = node.node("when");
        When conditions =
                when == null
                        ? new When(TALKING, List.of(), null, null, null, null, null)
                        : when(when, models);
        int groups =
                conditions.user() instanceof TextMatch.Regex(var pattern)
                        ? pattern.matcher("").groupCount()
                        : -1;
        ReplyReader reader = new ReplyReader(groups);
        List<Reply> replies = new ArrayList<>();
        if (node.has("reply") == node.has("sequence")) {
            throw node.wrong("reply", "a rule has either 'reply' or 'sequence'");
        }
        ScriptNode single = node.node("reply");
        if (single != null) {
            replies.add(reader.read(single));
        }
        node.nodes("sequence").forEach(reply -> replies.add(reader.read(reply)));
        Rule rule =
                new Rule(
                        name,
                        conditions,
                        node.number("times", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                        replies);
        node.end();
        return rule;
    }

    private static When when(ScriptNode node, List<ScriptedModel> models) {
        List<String> ids = node.texts("model");
        List<String> known = models.stream().map(model -> model.id().value()).toList();
        for (String id : ids) {
            if (!known.isEmpty() && !known.contains(id)) {
                throw node.wrong(
                        "model",
                        "no model '" + id + "'; did you mean '" + Nearest.of(id, known) + "'?");
            }
        }
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        Map<String, Operation> names = byName(Operation.values(), ScriptReader::kebab);
        node.texts("operation")
                .forEach(name -> operations.add(named(node, "operation", name, names)));
        When when =
                new When(
                        operations.isEmpty() ? TALKING : operations,
                        ids,
                        match(node, "user"),
                        match(node, "system"),
                        match(node, "tool-result"),
                        node.flag("has-tool-result"),
                        node.flag("has-tools"));
        node.end();
        return when;
    }

    private static @Nullable TextMatch match(ScriptNode parent, String key) {
        JsonValue value = parent.get(key);
        if (!(value instanceof JsonObject)) {
            String exact = parent.text(key);
            return exact == null ? null : new TextMatch.Exact(exact, false);
        }
        ScriptNode node = ScriptNode.of(parent.path(key), value);
        boolean ignoreCase = Boolean.TRUE.equals(node.flag("ignore-case"));
        String exact = node.text("exact");
        String contains = node.text("contains");
        String regex = node.text("regex");
        node.end();
        if (Stream.of("exact", "contains", "regex").filter(node::has).count() != 1) {
            throw parent.wrong(key, "write one of 'exact', 'contains' and 'regex'");
        }
        if (exact != null) {
            return new TextMatch.Exact(exact, ignoreCase);
        }
        if (contains != null) {
            return new TextMatch.Contains(contains, ignoreCase);
        }
        return new TextMatch.Regex(pattern(node, String.valueOf(regex), ignoreCase));
    }

    private static Pattern pattern(ScriptNode node, String regex, boolean ignoreCase) {
        try {
            int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
            return Pattern.compile(regex, ignoreCase ? flags : 0);
        } catch (PatternSyntaxException e) {
            throw node.wrong("regex", "'" + regex + "' is no expression: " + e.getDescription());
        }
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T> Map<String, T> byName(T[] values, Function<? super T, String> name) {
        Map<String, T> names = new TreeMap<>();
        Arrays.stream(values).forEach(value -> names.put(name.apply(value), value));
        return names;
    }

    private static <T> T named(ScriptNode node, String key, String name, Map<String, T> names) {
        T value = names.get(name);
        if (value == null) {
            Collection<String> known = names.keySet();
            throw node.wrong(
                    key, "no '" + name + "'; did you mean '" + Nearest.of(name, known) + "'?");
        }
        return value;
    }
}
