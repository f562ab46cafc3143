package dev.parlance.core.prompt;

import dev.parlance.core.prompt.Arguments.Bound;
import dev.parlance.core.prompt.Value.ListValue;
import dev.parlance.core.prompt.Value.Str;
import dev.parlance.core.prompt.Value.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Cutting strings into parts: `split`, `rsplit`, `splitlines`, `partition`.
final class Splitting {

    private Splitting() {}

    static Value split(Execution run, String text, Bound a) {
        int limit = limit(a);
        if (a.absent("sep")) {
            return words(run, text, limit);
        }
        String separator = separator(run, a.text("sep"));
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = parts.size() < limit ? Text.find(run, text, separator, 0) : -1;
        while (at >= 0) {
            run.items(1);
            parts.add(text.substring(from, at));
            from = at + separator.length();
            at = parts.size() < limit ? Text.find(run, text, separator, from) : -1;
        }
        parts.add(text.substring(from));
        return list(run, parts);
    }

    private static int limit(Bound a) {
        int limit = a.integer("maxsplit", -1);
        return limit < 0 ? Integer.MAX_VALUE : limit;
    }

    private static String separator(Execution run, String separator) {
        if (separator.isEmpty()) {
            throw run.failure("the separator of a split is empty");
        }
        return separator;
    }

    private static Value words(Execution run, String text, int limit) {
        List<String> words = new ArrayList<>();
        int at = Text.skipSpace(text, 0);
        while (at < text.length() && words.size() < limit) {
            run.items(1);
            int end = at;
            while (end < text.length() && !Text.isSpace(text.charAt(end))) {
                end++;
            }
            words.add(text.substring(at, end));
            at = Text.skipSpace(text, end);
        }
        if (at < text.length()) {
            words.add(text.substring(at));
        }
        return list(run, words);
    }

    static Value splitFromEnd(Execution run, String text, Bound a) {
        int limit = limit(a);
        if (a.absent("sep")) {
            return wordsFromEnd(run, text, limit);
        }
        String separator = separator(run, a.text("sep"));
        List<Integer> places = new ArrayList<>();
        int at = Text.find(run, text, separator, 0);
        while (at >= 0) {
            run.items(1);
            places.add(at);
            at = Text.find(run, text, separator, at + separator.length());
        }
        List<String> parts = new ArrayList<>();
        int end = text.length();
        for (int i = places.size() - 1; i >= 0 && parts.size() < limit; i--) {
            parts.add(text.substring(places.get(i) + separator.length(), end));
            end = places.get(i);
        }
        parts.add(text.substring(0, end));
        Collections.reverse(parts);
        return list(run, parts);
    }

    private static Value wordsFromEnd(Execution run, String text, int limit) {
        List<String> words = new ArrayList<>();
        int end = endOfWord(text, text.length());
        while (end > 0 && words.size() < limit) {
            run.items(1);
            int start = end;
            while (start > 0 && !Text.isSpace(text.charAt(start - 1))) {
                start--;
            }
            words.add(text.substring(start, end));
            end = endOfWord(text, start);
        }
        if (end > 0) {
            words.add(text.substring(0, end));
        }
        Collections.reverse(words);
        return list(run, words);
    }

    private static int endOfWord(String text, int from) {
        int end = from;
        while (end > 0 && Text.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return end;
    }

    static Value lines(Execution run, String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            run.items(1);
            int end = from;
            while (end < text.length() && !isLineEnd(text.charAt(end))) {
                end++;
            }
            int next = Math.min(end + 1, text.length());
            if (text.startsWith("\r\n", end)) {
                next++;
            }
            lines.add(text.substring(from, keepEnds ? next : end));
            from = next;
        }
        return list(run, lines);
    }

    private static boolean isLineEnd(char c) {
        return (c >= '\n' && c <= '\r')
                || (c >= 0x1c && c <= 0x1e)
                || c == 0x85
                || c == 0x2028
                || c == 0x2029;
    }

    static Value partition(Execution run, String text, String word, boolean last) {
        String separator = separator(run, word);
        int at = last ? Text.findLast(run, text, separator) : Text.find(run, text, separator, 0);
        if (at < 0) {
            Str whole = run.str(text);
            Str empty = new Str("");
            return new Tuple(last ? List.of(empty, empty, whole) : List.of(whole, empty, empty));
        }
        Str before = run.str(text.substring(0, at));
        Str after = run.str(text.substring(at + separator.length()));
        return new Tuple(List.of(before, new Str(separator), after));
    }

    private static ListValue list(Execution run, List<String> parts) {
        List<Value> values = new ArrayList<>(parts.size());
        for (String part : parts) {
            values.add(run.str(part));
        }
        return new ListValue(values);
    }
}
