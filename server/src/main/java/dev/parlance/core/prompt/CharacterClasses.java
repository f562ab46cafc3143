package dev.parlance.core.prompt;

import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/// Python's questions about the characters of a string: `isdigit` and its like.
final class CharacterClasses {

    static final Map<String, Predicate<String>> ALL =
            Map.ofEntries(
                    Map.entry("isdigit", all(CharacterClasses::isDigit)),
                    Map.entry("isdecimal", all(Character::isDigit)),
                    Map.entry("isnumeric", all(CharacterClasses::isNumeric)),
                    Map.entry("isalpha", all(Character::isLetter)),
                    Map.entry("isalnum", all(c -> Character.isLetter(c) || isNumeric(c))),
                    Map.entry("isspace", all(Text::isSpace)),
                    Map.entry("isascii", s -> s.chars().allMatch(c -> c < 0x80)),
                    Map.entry("isupper", CharacterClasses::isUpper),
                    Map.entry("islower", CharacterClasses::isLower),
                    Map.entry("istitle", CharacterClasses::isTitle),
                    Map.entry("isidentifier", CharacterClasses::isIdentifier));

    private CharacterClasses() {}

    private static Predicate<String> all(IntPredicate test) {
        return text -> !text.isEmpty() && text.codePoints().allMatch(test);
    }

    private static boolean isDigit(int c) {
        boolean superscript = c == 0xb2 || c == 0xb3 || c == 0xb9 || (c >= 0x2070 && c <= 0x2089);
        return Character.isDigit(c)
                || (superscript && Character.getType(c) == Character.OTHER_NUMBER);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    static boolean isUpper(String text) {
        boolean cased = text.codePoints().anyMatch(Character::isUpperCase);
        return cased && text.codePoints().noneMatch(Character::isLowerCase);
    }

    static boolean isLower(String text) {
        boolean cased = text.codePoints().anyMatch(Character::isLowerCase);
        return cased && text.codePoints().noneMatch(Character::isUpperCase);
    }

    private static boolean isTitle(String text) {
        boolean cased = text.codePoints().anyMatch(Character::isLetter);
        return cased && Casing.title(text).equals(text);
    }

    private static boolean isIdentifier(String text) {
        if (text.isEmpty()) {
            return false;
        }
        int first = text.codePointAt(0);
        return (first == '_' || Character.isUnicodeIdentifierStart(first))
                && text.codePoints()
                        .allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c));
    }
}
