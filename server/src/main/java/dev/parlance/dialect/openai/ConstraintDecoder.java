package dev.parlance.dialect.openai;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The form that the output must have: OpenAI's `response_format`, or the field that other products
/// on the same path have for it (vLLM, llama.cpp's server, text-generation-webui, SGLang). At most
/// one may be given.
final class ConstraintDecoder {
    private static final List<String> FORMATS = List.of("text", "json_object", "json_schema");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MAX_GRAMMAR = 256 * 1024;
    private static final int MAX_REGEX = 16 * 1024;
    private static final int MAX_CHOICES = 1024;

    private final FieldReader body;
    private final List<String> given = new ArrayList<>();
    private OutputConstraint constraint = new OutputConstraint.Free();

    private ConstraintDecoder(FieldReader body) {
        this.body = body;
    }

    static OutputConstraint read(FieldReader body, Dispositions dispositions) {
        ConstraintDecoder decoder = new ConstraintDecoder(body);
        decoder.note("response_format", responseFormat(body, dispositions));
        for (String name : List.of("grammar", "grammar_string", "guided_grammar")) {
            decoder.note(name, grammar(body, name));
        }
        for (String name : List.of("guided_regex", "regex")) {
            decoder.note(name, regex(body, name));
        }
        decoder.note("guided_choice", choices(body, "guided_choice"));
        for (String name : List.of("guided_json", "json_schema")) {
            decoder.note(name, schema(body, name));
        }
        decoder.structured(dispositions);
        if (decoder.given.size() > 1) {
            throw Faults.combination(
                    decoder.given.get(1),
                    "'"
                            + decoder.given.get(0)
                            + "' and '"
                            + decoder.given.get(1)
                            + "' both say which form the output must have; send one of them.");
        }
        return decoder.constraint;
    }

    private void note(String name, @Nullable OutputConstraint next) {
        if (next != null) {
            constraint = next;
            given.add(name);
        }
    }

    /// vLLM's `structured_outputs`.
    private void structured(Dispositions dispositions) {
        FieldReader fields = body.object("structured_outputs");
        if (fields == null) {
            return;
        }
        note(fields.at("json"), schema(fields, "json"));
        note(fields.at("regex"), regex(fields, "regex"));
        note(fields.at("choice"), choices(fields, "choice"));
        note(fields.at("grammar"), grammar(fields, "grammar"));
        if (fields.flag("json_object", false)) {
            note(fields.at("json_object"), new OutputConstraint.Json());
        }
        if (fields.value("structural_tag") != null) {
            throw Faults.value(
                    fields.at("structural_tag"), "it is not supported; use 'tools' or 'grammar'.");
        }
        fields.reportUnread(dispositions);
    }

    private static @Nullable OutputConstraint grammar(FieldReader fields, String name) {
        String grammar = fields.string(name, MAX_GRAMMAR);
        // text-generation-webui's own page sends an empty one when none is meant.
        return grammar == null || grammar.isEmpty()
                ? null
                : new OutputConstraint.Grammar(grammar, fields.at(name));
    }

    private static @Nullable OutputConstraint regex(FieldReader fields, String name) {
        String regex = fields.string(name, MAX_REGEX);
        return regex == null ? null : new OutputConstraint.Regex(regex, fields.at(name));
    }

    private static @Nullable OutputConstraint choices(FieldReader fields, String name) {
        List<JsonValue> elements = fields.array(name, MAX_CHOICES);
        if (elements == null) {
            return null;
        }
        if (elements.isEmpty()) {
            throw Faults.emptyArray(fields.at(name));
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            texts.add(FieldReader.text(fields.at(name) + "[" + i + "]", elements.get(i)));
        }
        return new OutputConstraint.Choices(texts, fields.at(name));
    }

    /// A schema by itself, as an object or as text with one.
    private static @Nullable OutputConstraint schema(FieldReader fields, String name) {
        JsonValue value = fields.value(name);
        if (value == null) {
            return null;
        }
        JsonValue schema =
                value instanceof JsonString(String text) ? parsed(fields, name, text) : value;
        return new OutputConstraint.JsonSchema(
                "output", object(fields.at(name), schema), true, fields.at(name));
    }

    private static JsonValue parsed(FieldReader fields, String name, String text) {
        try {
            return Json.parse(text);
        } catch (ApiException e) {
            throw Faults.value(fields.at(name), "its text is not JSON: " + e.getMessage());
        }
    }

    private static @Nullable OutputConstraint responseFormat(
            FieldReader body, Dispositions dispositions) {
        FieldReader format = body.object("response_format");
        if (format == null) {
            return null;
        }
        String type = format.requiredWord("type", FORMATS);
        OutputConstraint constraint = null;
        if (type.equals("json_schema")) {
            constraint = jsonSchema(format.requiredObject("json_schema"), dispositions);
        } else if (type.equals("json_object")) {
            // llama.cpp's server and others take a schema here.
            OutputConstraint schema = schema(format, "schema");
            constraint = schema == null ? new OutputConstraint.Json() : schema;
        }
        format.reportUnread(dispositions);
        return constraint;
    }

    private static OutputConstraint jsonSchema(FieldReader format, Dispositions dispositions) {
        String name = format.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw Faults.value(format.at("name"), "1 to 64 letters, digits, '_' or '-'.");
        }
        JsonValue given = format.value("schema");
        JsonObject schema = given == null ? JsonObject.EMPTY : object(format.at("schema"), given);
        String description = format.string("description");
        if (description != null && schema.get("description") == null) {
            schema = schema.with("description", JsonValue.of(description));
            dispositions.add(format.at("description"), Outcome.TRANSLATED, "moved into the schema");
        } else if (description != null) {
            dispositions.ignored(format.at("description"), "the schema has its own");
        }
        boolean strict = format.flag("strict", false);
        format.reportUnread(dispositions);
        return new OutputConstraint.JsonSchema(name, schema, strict, format.at("schema"));
    }

    private static JsonObject object(String path, JsonValue value) {
        if (value instanceof JsonObject members) {
            return members;
        }
        throw Faults.type(path, "an object", value);
    }
}
