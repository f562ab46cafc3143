package dev.parlance.engine.llama;

import dev.parlance.engine.llama.ffm.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The names of a model's control tokens, such as `<|im_end|>`, kept out of what users say.
///
/// A rendered prompt is split into tokens with its control tokens understood. Were one of them
/// spelled out in a user's text, that user could end the turn and speak for the system. So a
/// private-use character breaks it up before rendering, and afterwards the prompt is cut there: no
/// piece has the whole name, and no character is lost. Thread-safe.
///
/// @param names none empty
record SpecialTokens(List<String> names) {
    private static final char FIRST_MARK = '\ue000';
    private static final char LAST_MARK = '\uf8ff';

    SpecialTokens {
        names = List.copyOf(names);
    }

    static SpecialTokens of(Vocabulary vocabulary) {
        List<String> names = new ArrayList<>();
        for (int token = 0; token < vocabulary.size(); token++) {
            if (vocabulary.isControl(token)) {
                String name = new String(vocabulary.piece(token, true), StandardCharsets.UTF_8);
                if (name.length() > 1) {
                    names.add(name);
                }
            }
        }
        return new SpecialTokens(names);
    }

    /// The control tokens that are these texts, with their bytes.
    static Map<Integer, byte[]> named(Vocabulary vocabulary, Set<String> texts) {
        Map<Integer, byte[]> named = new HashMap<>();
        for (String text : texts) {
            int[] tokens = vocabulary.tokenize(text, false, true);
            if (tokens.length == 1 && vocabulary.isControl(tokens[0])) {
                named.put(tokens[0], text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return named;
    }

    /// True when this text is a single token with that very text.
    static boolean isToken(Vocabulary vocabulary, String text) {
        int[] tokens = vocabulary.tokenize(text, false, true);
        return tokens.length == 1
                && new String(vocabulary.piece(tokens[0], true), StandardCharsets.UTF_8)
                        .equals(text);
    }

    /// A character that is in none of these texts.
    static char mark(Collection<String> texts) {
        char mark = FIRST_MARK;
        while (mark < LAST_MARK && isIn(texts, mark)) {
            mark++;
        }
        return mark;
    }

    private static boolean isIn(Collection<String> texts, char mark) {
        return texts.stream().anyMatch(text -> text.indexOf(mark) >= 0);
    }

    /// The text with every control token in it broken up by `mark`.
    String guard(String text, char mark) {
        String guarded = text;
        for (String name : names) {
            if (guarded.contains(name)) {
                guarded = guarded.replace(name, name.charAt(0) + "" + mark + name.substring(1));
            }
        }
        return guarded;
    }

    /// The pieces between marks.
    static List<String> pieces(String guarded, char mark) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int at = guarded.indexOf(mark); at >= 0; at = guarded.indexOf(mark, from)) {
            pieces.add(guarded.substring(from, at));
            from = at + 1;
        }
        pieces.add(guarded.substring(from));
        return pieces;
    }
}
