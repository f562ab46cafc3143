package dev.parlance.core.prompt;

import java.util.Locale;

/// Upper and lower case as Python's string methods and Jinja's filters make them.
final class Casing {

    private Casing() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// Lower case for comparing: `ß` is `ss`.
    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    static String swap(String text) {
        StringBuilder result = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    String one = Character.toString(c);
                    result.append(
                            Character.isUpperCase(c) ? lower(one) : one.toUpperCase(Locale.ROOT));
                });
        return result.toString();
    }

    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return titleCase(text.codePointAt(0)) + lower(text.substring(end));
    }

    /// Every run of letters begins in upper case.
    static String title(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            result.append(inWord ? lower(Character.toString(c)) : titleCase(c));
            inWord = Character.isLetter(c);
        }
        return result.toString();
    }

    /// The filter's way: a word begins after white space or one of `-([{<`.
    static String titleWords(String text) {
        StringBuilder result = new StringBuilder(text.length());
        boolean start = true;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int c = text.codePointAt(i);
            String one = Character.toString(c);
            result.append(start ? one.toUpperCase(Locale.ROOT) : lower(one));
            start = Text.isSpace(c) || "-([{<".indexOf(c) >= 0;
        }
        return result.toString();
    }

    private static String titleCase(int c) {
        int title = Character.toTitleCase(c);
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        if (title == c && upper.length() > 1) {
            // A letter that grows, like the ligature of f and i: only its first part is raised.
            return upper.charAt(0) + lower(upper.substring(1));
        }
        return Character.toString(title);
    }
}
