package dev.parlance.engine.llama.grammar;

import static dev.parlance.engine.llama.grammar.Expression.UNBOUNDED;
import static dev.parlance.engine.llama.grammar.Expression.chars;
import static dev.parlance.engine.llama.grammar.Expression.either;
import static dev.parlance.engine.llama.grammar.Expression.optional;
import static dev.parlance.engine.llama.grammar.Expression.repeat;
import static dev.parlance.engine.llama.grammar.Expression.sequence;
import static dev.parlance.engine.llama.grammar.Expression.text;

import org.jspecify.annotations.Nullable;

/// JSON as it is written in outputs.
///
/// Narrower than the standard where small models get lost: white space comes after `{`, `[`, `,`
/// and `:` and before `}` and `]` only, as one space or as at most two line ends with 32 spaces or
/// tabs; numbers have at most 20 digits before and after the point and 2 in the exponent.
final class JsonText {
    static final int MOST_DIGITS = 20;

    private static final int MOST_INDENT = 32;
    private static final CodePoints RAW =
            CodePoints.ANY.minus(CodePoints.range(0, 0x1F)).minus(CodePoints.anyOf("\"\\"));
    private static final Expression HEX =
            new Expression.Chars(
                    CodePoints.range('0', '9')
                            .or(CodePoints.range('a', 'f'))
                            .or(CodePoints.range('A', 'F')));
    private static final Expression DIGIT = new Expression.Chars(CodePoints.range('0', '9'));
    private static final Expression NON_ZERO = new Expression.Chars(CodePoints.range('1', '9'));

    /// White space, or none.
    static final Expression SPACE =
            either(
                    Expression.EMPTY,
                    text(" "),
                    sequence(
                            repeat(sequence(optional(text("\r")), text("\n")), 1, 2),
                            repeat(chars(" \t"), 0, MOST_INDENT)));

    /// One character of a string, raw or escaped.
    static final Expression CHARACTER =
            either(
                    new Expression.Chars(RAW),
                    sequence(text("\\"), chars("\"\\/bfnrt")),
                    sequence(text("\\u"), unit()),
                    sequence(
                            text("\\u"),
                            chars("dD"),
                            chars("89abAB"),
                            HEX,
                            HEX,
                            text("\\u"),
                            chars("dD"),
                            chars("cdefCDEF"),
                            HEX,
                            HEX));

    static final Expression STRING =
            sequence(text("\""), repeat(CHARACTER, 0, UNBOUNDED), text("\""));

    static final Expression INTEGER =
            sequence(
                    optional(text("-")),
                    either(text("0"), sequence(NON_ZERO, repeat(DIGIT, 0, MOST_DIGITS - 1))));

    static final Expression NUMBER =
            sequence(
                    INTEGER,
                    optional(sequence(text("."), repeat(DIGIT, 1, MOST_DIGITS))),
                    optional(sequence(chars("eE"), optional(chars("+-")), repeat(DIGIT, 1, 2))));

    static final Expression BOOLEAN = either(text("true"), text("false"));

    static final Expression NULL = text("null");

    private final Rules rules;
    private Expression.@Nullable Rule value;

    JsonText(Rules rules) {
        this.rules = rules;
    }

    /// Any value.
    Expression value() {
        if (value == null) {
            value = rules.declare("JSON value", "");
            rules.define(value, either(STRING, object(), array(), NUMBER, BOOLEAN, NULL));
        }
        return value;
    }

    /// Any object.
    Expression object() {
        rules.useFreeNames();
        Expression member = member(STRING, value());
        return sequence(text("{"), SPACE, optional(sequence(separated(member), SPACE)), text("}"));
    }

    /// Notes that an object may have names that the grammar does not know.
    void useFreeNames() {
        rules.useFreeNames();
    }

    /// Any array.
    Expression array() {
        return sequence(text("["), SPACE, optional(sequence(separated(value()), SPACE)), text("]"));
    }

    /// A name and its value.
    static Expression member(Expression name, Expression value) {
        return sequence(name, text(":"), SPACE, value);
    }

    private static Expression separated(Expression element) {
        return sequence(element, repeat(sequence(text(","), SPACE, element), 0, UNBOUNDED));
    }

    // Four digits that are not half of a pair of surrogates.
    private static Expression unit() {
        return either(
                sequence(chars("0123456789abcefABCEF"), HEX, HEX, HEX),
                sequence(chars("dD"), chars("01234567"), HEX, HEX));
    }
}
