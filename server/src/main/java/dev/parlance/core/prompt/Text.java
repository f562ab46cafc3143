package dev.parlance.core.prompt;

/// Strings as Python sees them: white space, and positions counted in code points.
final class Text {

    /// Longer search words go through the linear search, so that no pattern costs quadratic time.
    private static final int SHORT_WORD = 16;

    private Text() {}

    /// White space as Python's `str.isspace` has it.
    static boolean isSpace(int c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || (c >= 0x1c && c <= 0x1f)
                || c == 0x85
                || (c > 0x7f && Character.isSpaceChar(c));
    }

    static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static String strip(String text) {
        return stripTrailing(text.substring(skipSpace(text, 0)));
    }

    static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /// The number of code points.
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// The `char` index of a code point position between 0 and the length.
    static int index(String text, int position) {
        return text.offsetByCodePoints(0, position);
    }

    /// Where `word` begins in `text` at or after `from`, in `char`s, or -1; in linear time.
    static int find(Execution run, String text, String word, int from) {
        int at =
                word.length() <= SHORT_WORD
                        ? text.indexOf(word, from)
                        : search(run, text, word, from);
        run.scan((at < 0 ? text.length() : at) - from);
        return at;
    }

    private static int search(Execution run, String text, String word, int from) {
        if (word.length() > text.length() - from) {
            return -1;
        }
        run.items(word.length());
        int[] border = borders(word);
        int matched = 0;
        for (int i = from; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != word.charAt(matched)) {
                matched = border[matched - 1];
            }
            if (text.charAt(i) == word.charAt(matched)) {
                matched++;
            }
            if (matched == word.length()) {
                return i - matched + 1;
            }
        }
        return -1;
    }

    /// For each prefix of `word`, the length of its longest proper border (Knuth, Morris, Pratt).
    private static int[] borders(String word) {
        int[] border = new int[word.length()];
        int length = 0;
        for (int i = 1; i < word.length(); i++) {
            while (length > 0 && word.charAt(i) != word.charAt(length)) {
                length = border[length - 1];
            }
            if (word.charAt(i) == word.charAt(length)) {
                length++;
            }
            border[i] = length;
        }
        return border;
    }

    /// The same from behind, or -1.
    static int findLast(Execution run, String text, String word) {
        run.scan(text.length());
        if (word.length() <= SHORT_WORD) {
            return text.lastIndexOf(word);
        }
        String reversed = new StringBuilder(text).reverse().toString();
        int at = search(run, reversed, new StringBuilder(word).reverse().toString(), 0);
        return at < 0 ? -1 : text.length() - at - word.length();
    }

    /// How often `word` occurs without overlap; one more than the code points for the empty word.
    static int count(Execution run, String text, String word) {
        if (word.isEmpty()) {
            return length(text) + 1;
        }
        int count = 0;
        int at = find(run, text, word, 0);
        while (at >= 0) {
            count++;
            at = find(run, text, word, at + word.length());
        }
        return count;
    }

    /// `text` with at most `limit` occurrences of `old` replaced; a negative limit means all.
    static String replace(Execution run, String text, String old, String fresh, int limit) {
        TextBuilder result = new TextBuilder(run);
        int from = 0;
        int done = 0;
        while (limit < 0 || done < limit) {
            int at = old.isEmpty() ? nextGap(text, from, done) : find(run, text, old, from);
            if (at < 0) {
                break;
            }
            result.append(text.substring(from, at)).append(fresh);
            from = at + old.length();
            done++;
        }
        return result.append(text.substring(from)).toString();
    }

    /// The next place between two code points, for replacing the empty word.
    private static int nextGap(String text, int from, int done) {
        if (done == 0) {
            return 0;
        }
        return from >= text.length() ? -1 : text.offsetByCodePoints(from, 1);
    }
}
