package dev.parlance.engine.scripted;

import dev.parlance.core.tokens.TextToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The rehearsal engine's tokens: short pieces of text whose ids are computed, not looked up.
///
/// A piece is one of three kinds, each with a range of ids of its own:
///
/// 1. up to six lower-case letters, the first possibly a capital, possibly after one space:
///    `Hello`, ` there`, ` wonder` + `ful`;
/// 2. up to four other ASCII characters of one class (digits, letters in capitals, white space,
///    punctuation), possibly after one space: `2026`, ` HTT` + `P`, `...`;
/// 3. one character outside ASCII.
///
/// The same text has the same ids everywhere and for ever, ids turn back into the text without
/// loss, and no character is ever split. English text has about four characters per token, as with
/// real models. A lone surrogate, which is no character, becomes U+FFFD.
final class PieceTokenizer {
    private static final int WORD_LENGTH = 6;
    private static final int ASCII_LENGTH = 4;
    private static final int LETTERS = 26;
    // Where each kind begins: ASCII pieces by length, then words by length, then characters.
    private static final int[] ASCII_BASE = new int[ASCII_LENGTH + 2];
    private static final int[] WORD_BASE = new int[WORD_LENGTH + 2];
    private static final int CHARACTER_BASE;

    /// How many ids there are; ids are 0 to this, exclusive.
    static final int VOCABULARY;

    static {
        int next = 0;
        int size = 128;
        for (int length = 1; length <= ASCII_LENGTH; length++, size *= 128) {
            ASCII_BASE[length] = next;
            next += size;
        }
        ASCII_BASE[ASCII_LENGTH + 1] = next;
        size = 4 * LETTERS;
        for (int length = 1; length <= WORD_LENGTH; length++) {
            WORD_BASE[length] = next;
            next += size;
            size = length < WORD_LENGTH ? size * LETTERS : size;
        }
        WORD_BASE[WORD_LENGTH + 1] = next;
        CHARACTER_BASE = next;
        VOCABULARY = Math.addExact(next, Character.MAX_CODE_POINT + 1);
    }

    private PieceTokenizer() {}

    /// The pieces of this text in order; joined they are the text.
    static List<String> split(String text) {
        List<String> pieces = new ArrayList<>(text.length() / 4 + 1);
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            String piece = text.substring(at, end);
            pieces.add(isLoneSurrogate(piece) ? "\uFFFD" : piece);
            at = end;
        }
        return pieces;
    }

    /// How many tokens this text has.
    static int count(String text) {
        int count = 0;
        for (int at = 0; at < text.length(); count++) {
            at = end(text, at);
        }
        return count;
    }

    /// The ids of this text's pieces.
    static List<Integer> encode(String text) {
        return split(text).stream().map(PieceTokenizer::id).toList();
    }

    /// The pieces of this text with their ids.
    static List<TextToken> tokens(String text) {
        List<TextToken> tokens = new ArrayList<>();
        for (String piece : split(text)) {
            List<Integer> bytes = new ArrayList<>();
            for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                bytes.add(b & 0xff);
            }
            tokens.add(new TextToken(id(piece), bytes));
        }
        return tokens;
    }

    /// The text of this id.
    ///
    /// @throws IllegalArgumentException when it is not in the vocabulary
    static String decode(int id) {
        if (id < 0 || id >= VOCABULARY) {
            throw new IllegalArgumentException(
                    "token id " + id + " is not between 0 and " + (VOCABULARY - 1));
        }
        if (id >= CHARACTER_BASE) {
            int character = id - CHARACTER_BASE;
            boolean surrogate = character >= 0xD800 && character <= 0xDFFF;
            return surrogate ? "\uFFFD" : Character.toString(character);
        }
        return id >= WORD_BASE[1] ? word(id) : ascii(id);
    }

    private static int end(String text, int start) {
        char first = text.charAt(start);
        if (first >= 128) {
            return start + Character.charCount(text.codePointAt(start));
        }
        int body = first == ' ' && start + 1 < text.length() ? start + 1 : start;
        if (body > start && (text.charAt(body) >= 128 || kind(text.charAt(body)) == 's')) {
            body = start;
        }
        int word = wordEnd(text, body);
        if (word > body) {
            return word;
        }
        char kind = kind(text.charAt(body));
        int end = body + 1;
        while (end < text.length()
                && end - start < ASCII_LENGTH
                && text.charAt(end) < 128
                && kind(text.charAt(end)) == kind) {
            end++;
        }
        return end;
    }

    /// Where the word at `start` ends: an optional capital and lower-case letters, at most six;
    /// `start` itself when there is none.
    private static int wordEnd(String text, int start) {
        int end = start;
        if (isUpper(text.charAt(start))) {
            if (start + 1 == text.length() || !isLower(text.charAt(start + 1))) {
                return start;
            }
            end++;
        }
        while (end < text.length() && end - start < WORD_LENGTH && isLower(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int id(String piece) {
        if (piece.charAt(0) >= 128) {
            return CHARACTER_BASE + piece.codePointAt(0);
        }
        int body = piece.charAt(0) == ' ' && piece.length() > 1 ? 1 : 0;
        if (wordEnd(piece, body) == piece.length()) {
            int length = piece.length() - body;
            int number = 0;
            for (int i = body; i < piece.length(); i++) {
                number = number * LETTERS + (Character.toLowerCase(piece.charAt(i)) - 'a');
            }
            int form = body * 2 + (isUpper(piece.charAt(body)) ? 1 : 0);
            return WORD_BASE[length] + number * 4 + form;
        }
        int number = 0;
        for (int i = 0; i < piece.length(); i++) {
            number = number * 128 + piece.charAt(i);
        }
        return ASCII_BASE[piece.length()] + number;
    }

    private static String word(int id) {
        int length = lengthOf(id, WORD_BASE);
        int number = id - WORD_BASE[length];
        int form = number % 4;
        number /= 4;
        char[] letters = new char[length];
        for (int i = length - 1; i >= 0; i--) {
            letters[i] = (char) ('a' + number % LETTERS);
            number /= LETTERS;
        }
        if ((form & 1) != 0) {
            letters[0] = Character.toUpperCase(letters[0]);
        }
        return (form & 2) != 0 ? " " + new String(letters) : new String(letters);
    }

    private static String ascii(int id) {
        int length = lengthOf(id, ASCII_BASE);
        int number = id - ASCII_BASE[length];
        char[] characters = new char[length];
        for (int i = length - 1; i >= 0; i--) {
            characters[i] = (char) (number % 128);
            number /= 128;
        }
        return new String(characters);
    }

    private static int lengthOf(int id, int[] bases) {
        int length = 1;
        while (id >= bases[length + 1]) {
            length++;
        }
        return length;
    }

    private static char kind(char c) {
        if (c >= '0' && c <= '9') {
            return 'd';
        }
        if (isLower(c) || isUpper(c)) {
            return 'l';
        }
        return c == ' ' || (c >= '\t' && c <= '\r') ? 's' : 'p';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLoneSurrogate(String piece) {
        return piece.length() == 1 && Character.isSurrogate(piece.charAt(0));
    }
}
