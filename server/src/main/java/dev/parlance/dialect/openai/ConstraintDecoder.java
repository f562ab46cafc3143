package dev.parlance.dialect.openai;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The form that the output must have: OpenAI's `response_format`, or the field that other products
/// on the same path have for it. At most one may be given.
final class ConstraintDecoder {
    private static final List<String> FORMATS = List.of("text", "json_object", "json_schema");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final int MAX_GRAMMAR = 256 * 1024;
    private static final int MAX_REGEX = 16 * 1024;
    private static final int MAX_CHOICES = 1024;

    private ConstraintDecoder() {}

    static OutputConstraint read(FieldReader body, Dispositions dispositions) {
        List<String> given = new ArrayList<>();
        OutputConstraint constraint = responseFormat(body, dispositions);
        if (!(constraint instanceof OutputConstraint.Free)) {
            given.add("response_format");
        }
        for (String name : List.of("grammar", "grammar_string", "guided_grammar")) {
            String grammar = body.string(name, MAX_GRAMMAR);
            // text-generation-webui's own page sends an empty one when none is meant.
            if (grammar != null && !grammar.isEmpty()) {
                constraint = new OutputConstraint.Grammar(grammar);
                given.add(name);
            }
        }
        String regex = body.string("guided_regex", MAX_REGEX);
        if (regex != null) {
            constraint = new OutputConstraint.Regex(regex);
            given.add("guided_regex");
        }
        List<String> choices = choices(body);
        if (choices != null) {
            constraint = new OutputConstraint.Choices(choices);
            given.add("guided_choice");
        }
        JsonValue schema = body.value("guided_json");
        if (schema != null) {
            constraint =
                    new OutputConstraint.JsonSchema("output", object("guided_json", schema), true);
            given.add("guided_json");
        }
        if (given.size() > 1) {
            throw Faults.combination(
                    given.get(1),
                    "'"
                            + given.get(0)
                            + "' and '"
                            + given.get(1)
                            + "' both say which form the output must have; send one of them.");
        }
        return constraint;
    }

    private static OutputConstraint responseFormat(FieldReader body, Dispositions dispositions) {
        FieldReader format = body.object("response_format");
        if (format == null) {
            return new OutputConstraint.Free();
        }
        String type = format.requiredWord("type", FORMATS);
        OutputConstraint constraint;
        if (type.equals("json_schema")) {
            constraint = jsonSchema(format.requiredObject("json_schema"), dispositions);
        } else if (type.equals("json_object")) {
            constraint = new OutputConstraint.Json();
        } else {
            constraint = new OutputConstraint.Free();
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
        return new OutputConstraint.JsonSchema(name, schema, strict);
    }

    private static @Nullable List<String> choices(FieldReader body) {
        List<JsonValue> elements = body.array("guided_choice", MAX_CHOICES);
        if (elements == null) {
            return null;
        }
        if (elements.isEmpty()) {
            throw Faults.emptyArray("guided_choice");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            texts.add(FieldReader.text("guided_choice[" + i + "]", elements.get(i)));
        }
        return texts;
    }

    private static JsonObject object(String path, JsonValue value) {
        if (value instanceof JsonObject members) {
            return members;
        }
        throw Faults.type(path, "an object", value);
    }
}
