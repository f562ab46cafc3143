package dev.parlance.config;

import dev.parlance.config.YamlNode.Mapping;
import dev.parlance.config.YamlNode.Scalar;
import dev.parlance.config.YamlNode.Sequence;
import dev.parlance.core.json.JsonValue;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads a configuration file with the line of everything in it, since errors and listings name
/// lines. Plain YAML alone: anchors, aliases and a second document are refused.
public final class YamlFile {
    /// The largest file, in bytes.
    static final long MAX_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 20;

    private final Path file;
    private final JsonParser parser;

    private YamlFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /// The file's content; an empty file is an empty mapping.
    ///
    /// @throws ConfigException when it cannot be read or is no YAML mapping
    ///
    /// @param shown how errors call the file
    public static Mapping read(Path file, Path shown) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(
                        shown + " is larger than " + Units.bytes(MAX_BYTES) + ".");
            }
            return parse(shown, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ConfigException(shown + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new ConfigException(shown + " cannot be read: " + e, e);
        }
    }

    private static Mapping parse(Path file, String text) {
        YAMLMapper mapper =
                new YAMLMapper(
                        YAMLFactory.builder()
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .build());
        try (JsonParser parser = mapper.createParser(text)) {
            return new YamlFile(file, parser).document();
        } catch (JacksonException e) {
            var location = e.getLocation();
            String at = location == null ? file.toString() : file + ":" + location.getLineNr();
            String why = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new ConfigException(at + ": this is not valid YAML: " + why, e);
        }
    }

    private Mapping document() {
        JsonToken token = parser.nextToken();
        if (token == null || token == JsonToken.VALUE_NULL) {
            return new Mapping(new LinkedHashMap<>(), 1);
        }
        YamlNode node = node(token, 0);
        if (!(node instanceof Mapping mapping)) {
            throw new ConfigException(file + ":" + node.line() + ": expected 'key: value' lines.");
        }
        if (parser.nextToken() != null) {
            throw new ConfigException(file + ":" + line() + ": only one document is read.");
        }
        return mapping;
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private YamlNode node(@Nullable JsonToken token, int depth) {
        int line = line();
        if (depth > MAX_DEPTH) {
            throw new ConfigException(file + ":" + line + ": nested too deeply.");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new ConfigException(
                    file + ":" + line + ": aliases (*name) are not read; write the value out.");
        }
        if (token == JsonToken.START_OBJECT) {
            return mapping(line, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> elements = new ArrayList<>();
            for (JsonToken next = parser.nextToken();
                    next != JsonToken.END_ARRAY;
                    next = parser.nextToken()) {
                elements.add(node(next, depth + 1));
            }
            return new Sequence(elements, line);
        }
        return new Scalar(scalar(token), line);
    }

    private Mapping mapping(int line, int depth) {
        SequencedMap<String, YamlNode> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int nameLine = line();
            YamlNode member = node(parser.nextToken(), depth + 1);
            // A value on the lines below its key is still found at the key.
            members.put(name, member.at(nameLine));
        }
        return new Mapping(members, line);
    }

    private JsonValue scalar(@Nullable JsonToken token) {
        return switch (token) {
            case VALUE_TRUE -> JsonValue.of(true);
            case VALUE_FALSE -> JsonValue.of(false);
            case VALUE_NULL -> JsonValue.from(null);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
            case null, default -> JsonValue.of(parser.getString());
        };
    }

    private JsonValue number() {
        try {
            return JsonValue.from(parser.getDecimalValue());
        } catch (JacksonException _) {
            // .inf and .nan are numbers to YAML and to nobody else here.
            return JsonValue.of(parser.getString());
        }
    }
}
