package dev.parlance.engine.llama.reply;

import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarBuilder;
import dev.parlance.engine.llama.grammar.GrammarBuilder.Part;
import dev.parlance.engine.llama.grammar.GrammarException;
import dev.parlance.engine.llama.grammar.GrammarLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The grammar of a whole reply that may or must call tools: a thought where the model has any,
/// then text and calls.
public final class ReplyGrammar {
    private final ReplyFormat format;
    private final ToolOffer offer;
    private final GrammarBuilder builder;
    private final CallParts parts;

    private ReplyGrammar(
            ReplyFormat format,
            ToolOffer offer,
            GrammarLimits limits,
            Consumer<GrammarException> loosened) {
        this.format = format;
        this.offer = offer;
        this.builder = new GrammarBuilder(limits);
        this.parts = new CallParts(builder, offer, loosened);
    }

    /// The grammar, or null where replies of this format need none: calls may come, and cannot be
    /// told from text by how they begin.
    ///
    /// @param required true when the reply has to call
    /// @param constraint what text has to be like when nothing is called
    /// @param opening what the prompt holds of the reply already
    /// @param loosened is told of each keyword that cannot be followed and need not be
    /// @throws GrammarException when a schema cannot be followed; its place, like that of what is
    ///   loosened, is the field of the request with the JSON pointer in it, or empty
    public static @Nullable Grammar of(
            ReplyFormat format,
            ToolOffer offer,
            boolean required,
            OutputConstraint constraint,
            String opening,
            GrammarLimits limits,
            Consumer<GrammarException> loosened) {
        return new ReplyGrammar(format, offer, limits, loosened)
                .grammar(required, constraint, opening);
    }

    private @Nullable Grammar grammar(
            boolean required, OutputConstraint constraint, String opening) {
        List<String> triggers = format.calls().triggers();
        Part constrained = constrained(constraint);
        if (!required && triggers.isEmpty() && constrained == null) {
            return null;
        }
        Part calls = format.calls().calls(parts, opening);
        if (required) {
            return builder.build(builder.sequence(thought(), calls));
        }
        if (constrained != null) {
            return builder.build(
                    builder.sequence(thought(), builder.either(List.of(constrained, calls))));
        }
        List<String> stops = new ArrayList<>(triggers);
        Part text = builder.anyTextExcept(stops);
        Part called = offer.maxCalls() == 1 ? calls : builder.sequence(calls, text);
        return builder.build(builder.sequence(thought(), text, builder.optional(called)));
    }

    private Part thought() {
        ThinkTags tags = format.thoughts();
        if (tags == null) {
            return builder.literal("");
        }
        return builder.optional(
                builder.sequence(
                        builder.literal(tags.open()),
                        builder.anyTextExcept(List.of(tags.close())),
                        builder.literal(tags.close()),
                        builder.space()));
    }

    private @Nullable Part constrained(OutputConstraint constraint) {
        return switch (constraint) {
            case OutputConstraint.Free _, OutputConstraint.Grammar _, OutputConstraint.Regex _ ->
                    null;
            case OutputConstraint.Json _ -> builder.jsonObject();
            case OutputConstraint.JsonSchema json ->
                    parts.schema(json.schema(), json.strict(), json.param());
            case OutputConstraint.Choices choices ->
                    builder.either(choices.texts().stream().map(builder::literal).toList());
        };
    }
}
