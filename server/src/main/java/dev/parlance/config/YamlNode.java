package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// One piece of the configuration file with the line it starts on, counted from 1.
public sealed interface YamlNode {
    /// The line it starts on.
    int line();

    /// The same without lines.
    JsonValue value();

    /// The same, found at another line.
    YamlNode at(int newLine);

    /// A text, number, boolean or nothing.
    record Scalar(JsonValue value, int line) implements YamlNode {
        @Override
        public YamlNode at(int newLine) {
            return new Scalar(value, newLine);
        }
    }

    /// A list.
    record Sequence(List<YamlNode> elements, int line) implements YamlNode {
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public JsonValue value() {
            return new JsonValue.JsonArray(elements.stream().map(YamlNode::value).toList());
        }

        @Override
        public YamlNode at(int newLine) {
            return new Sequence(elements, newLine);
        }
    }

    /// Keys with their values, in the order written.
    record Mapping(SequencedMap<String, YamlNode> members, int line) implements YamlNode {
        @Override
        public JsonValue value() {
            Map<String, JsonValue> values = new LinkedHashMap<>();
            members.forEach((name, node) -> values.put(name, node.value()));
            return new JsonValue.JsonObject(values);
        }

        @Override
        public YamlNode at(int newLine) {
            return new Mapping(members, newLine);
        }
    }
}
