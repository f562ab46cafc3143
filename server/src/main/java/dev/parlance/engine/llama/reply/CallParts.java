package dev.parlance.engine.llama.reply;

import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.grammar.GrammarBuilder;
import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import dev.parlance.engine.llama.grammar.GrammarException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What grammars of calls are made of. For one grammar.
final class CallParts {
    private final GrammarBuilder builder;
    private final ToolOffer offer;
    private final Consumer<GrammarException> loosened;

    /// @param loosened is told of each keyword of a tool that cannot be followed and need not be
    CallParts(GrammarBuilder builder, ToolOffer offer, Consumer<GrammarException> loosened) {
        this.builder = builder;
        this.offer = offer;
        this.loosened = loosened;
    }

    Part text(String text) {
        return builder.literal(text);
    }

    Part space() {
        return builder.space();
    }

    Part sequence(Part... parts) {
        return builder.sequence(parts);
    }

    Part optional(Part part) {
        return builder.optional(part);
    }

    /// Text up to where this comes.
    Part until(String stop) {
        return builder.anyTextExcept(List.of(stop));
    }

    /// One of the tools, in the way that `one` writes it.
    Part any(Function<Tool, Part> one) {
        List<Part> all = new ArrayList<>();
        for (Tool tool : offer.tools()) {
            all.add(one.apply(tool));
        }
        return builder.either(all);
    }

    Part either(List<Part> parts) {
        return builder.either(parts);
    }

    /// One call, or as many as the reply may have.
    Part many(Part one, Part separator) {
        if (offer.maxCalls() == 1) {
            return one;
        }
        Part more = builder.sequence(separator, one);
        return builder.sequence(one, builder.repeat(more, 0, offer.maxCalls() - 1));
    }

    /// The calls after the first, perhaps none.
    Part rest(Part more) {
        return builder.repeat(more, 0, offer.maxCalls() - 1);
    }

    /// Any of the tools as a JSON object.
    Part object(String nameKey, String argumentsKey) {
        return any(tool ->
                sequence(
                        text("{"),
                        space(),
                        text("\"" + nameKey + "\":"),
                        space(),
                        text("\"" + tool.name() + "\","),
                        space(),
                        text("\"" + argumentsKey + "\":"),
                        space(),
                        arguments(tool),
                        space(),
                        text("}")));
    }

    /// The arguments of this tool.
    Part arguments(Tool tool) {
        JsonObject schema = tool.parameters();
        return schema.members().isEmpty()
                ? builder.jsonObject()
                : schema(tool, asObject(schema), "");
    }

    /// JSON for this part of the tool's schema.
    ///
    /// @param where the part's place in it, as a JSON pointer
    Part schema(Tool tool, JsonObject schema, String where) {
        String field = "tools/" + offer.tools().indexOf(tool) + "/parameters" + where;
        return schema(schema, tool.strict(), field);
    }

    /// JSON for a schema of the request.
    ///
    /// @param strict true when it has to be followed exactly
    /// @param field where the request has it
    Part schema(JsonObject schema, boolean strict, String field) {
        try {
            return builder.schema(
                    schema,
                    fault -> {
                        if (strict) {
                            throw fault;
                        }
                        loosened.accept(new GrammarException(field + fault.where(), fault.what()));
                    });
        } catch (GrammarException e) {
            throw new GrammarException(field + e.where(), e.what());
        }
    }

    /// Arguments are an object, even if the schema does not say so.
    private static JsonObject asObject(JsonObject schema) {
        return schema.get("type") == null && schema.get("properties") != null
                ? schema.with("type", JsonValue.of("object"))
                : schema;
    }
}
