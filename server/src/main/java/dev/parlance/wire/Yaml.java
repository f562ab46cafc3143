package dev.parlance.wire;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The YAML reader for configuration: the JSON subset of YAML 1.2's core schema.
///
/// Tags, anchors, aliases, merge keys and a second document are refused, so that a file means what
/// it shows; so are repeated keys. Plain `true`, `false`, `null`, `~`, nothing, and decimal numbers
/// are what JSON has; everything else, `yes` and `0x10` included, is text.
public final class Yaml {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_ELEMENTS = 100_000;
    private static final Pattern NUMBER =
            Pattern.compile(
                    "[-+]?(?:0|[1-9][0-9]{0,98})(?:\\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,3})?");

    private final Iterator<Event> events;
    private int elements;

    private Yaml(Iterator<Event> events) {
        this.events = events;
    }

    /// The value of one YAML document of at most 4 million characters; an empty one is `null`.
    ///
    /// @throws ApiException `InvalidRequest` that says what is wrong at which line and column
    public static JsonValue parse(String text) {
        LoadSettings settings =
                LoadSettings.builder().setCodePointLimit(4_000_000).setUseMarks(true).build();
        try {
            return new Yaml(new Parse(settings).parseString(text).iterator()).document();
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark().map(Yaml::where).orElse("");
            throw ApiException.invalid(
                    null,
                    "Malformed YAML" + where + ": " + JsonErrors.excerpt(e.getProblem()) + ".");
        } catch (YamlEngineException e) {
            throw ApiException.invalid(
                    null,
                    "Malformed YAML: " + JsonErrors.excerpt(String.valueOf(e.getMessage())) + ".");
        }
    }

    private JsonValue document() {
        next(); // the stream's start
        Event event = next();
        if (event.getEventId() == Event.ID.StreamEnd) {
            return JsonNull.INSTANCE;
        }
        JsonValue value = value(next(), 1);
        next(); // the document's end
        Event last = next();
        if (last.getEventId() != Event.ID.StreamEnd) {
            throw refused(last, "a second document");
        }
        return value;
    }

    private JsonValue value(Event event, int depth) {
        if (++elements > MAX_ELEMENTS || depth > MAX_DEPTH) {
            throw refused(
                    event, "more than " + MAX_ELEMENTS + " values or " + MAX_DEPTH + " levels");
        }
        check(event);
        return switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> sequence(depth);
            case MappingStart -> mapping(depth);
            default -> throw refused(event, "something that is no value");
        };
    }

    private static void check(Event event) {
        if (event.getEventId() == Event.ID.Alias) {
            throw refused(event, "an alias (*name); repeat the value instead");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw refused(event, "an anchor (&name); repeat the value instead");
        }
        boolean tagged =
                switch (event) {
                    case ScalarEvent scalar -> scalar.getTag().isPresent();
                    case org.snakeyaml.engine.v2.events.CollectionStartEvent start ->
                            start.getTag().isPresent();
                    default -> false;
                };
        if (tagged) {
            throw refused(event, "a tag (!name); quote text to make it a string");
        }
    }

    private JsonArray sequence(int depth) {
        List<JsonValue> values = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            values.add(value(event, depth + 1));
        }
        return new JsonArray(values);
    }

    private JsonObject mapping(int depth) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            check(event);
            if (!(event instanceof ScalarEvent key)) {
                throw refused(event, "a key that is no plain text");
            }
            String name = key.getValue();
            if (name.equals("<<") && key.isPlain()) {
                throw refused(event, "a merge key (<<)");
            }
            if (members.containsKey(name)) {
                throw refused(
                        event, "the key '" + JsonErrors.excerpt(name) + "' for a second time");
            }
            members.put(name, value(next(), depth + 1));
        }
        return new JsonObject(members);
    }

    private static JsonValue scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return new JsonString(text);
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> JsonNull.INSTANCE;
            case "true", "True", "TRUE" -> new JsonBoolean(true);
            case "false", "False", "FALSE" -> new JsonBoolean(false);
            default ->
                    NUMBER.matcher(text).matches()
                            ? new JsonNumber(new BigDecimal(text))
                            : new JsonString(text);
        };
    }

    private Event next() {
        return events.next();
    }

    private static ApiException refused(Event event, String what) {
        String where = event.getStartMark().map(Yaml::where).orElse("");
        return ApiException.invalid(null, "YAML" + where + ": not allowed here: " + what + ".");
    }

    private static String where(Mark mark) {
        return " at line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }
}
