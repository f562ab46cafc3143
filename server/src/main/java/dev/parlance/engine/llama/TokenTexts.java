package dev.parlance.engine.llama;

import dev.parlance.core.chat.TokenLogprob;
import dev.parlance.core.chat.TokenLogprob.Alternative;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.engine.llama.ffm.TokenChances;
import dev.parlance.engine.llama.ffm.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bytes and texts of tokens, as core's types want them. Thread-safe.
final class TokenTexts {
    private final Vocabulary vocabulary;

    TokenTexts(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /// The bytes that the token adds to the output; none for control tokens.
    byte[] piece(int token) {
        return vocabulary.piece(token, false);
    }

    TokenLogprob logprob(int token, TokenChances chances) {
        List<Alternative> top = new ArrayList<>();
        for (TokenChances.Chance chance : chances.top()) {
            byte[] piece = vocabulary.piece(chance.token(), true);
            top.add(new Alternative(text(piece), bytes(piece), chance.logprob(), chance.token()));
        }
        byte[] piece = vocabulary.piece(token, true);
        return new TokenLogprob(text(piece), bytes(piece), chances.logprob(), top, token);
    }

    /// The token without a log probability, since nothing comes before it.
    TokenLogprob unscored(int token) {
        byte[] piece = vocabulary.piece(token, true);
        return new TokenLogprob(text(piece), bytes(piece), Double.NaN, List.of(), token);
    }

    /// The token with what it stands for; a control token with its name.
    TextToken token(int token) {
        return new TextToken(token, bytes(vocabulary.piece(token, true)));
    }

    /// The text of these tokens; control tokens show by name.
    String text(List<Integer> tokens) {
        return text(tokens, true);
    }

    /// The text that was split into these tokens: without control tokens, and without the space
    /// that some vocabularies put before every text.
    String plainText(List<Integer> tokens) {
        String text = text(tokens, false);
        return text.startsWith(" ") && addsSpace() ? text.substring(1) : text;
    }

    private boolean addsSpace() {
        int[] letter = vocabulary.tokenize("a", false, false);
        return letter.length > 0 && text(vocabulary.piece(letter[0], true)).startsWith(" ");
    }

    private String text(List<Integer> tokens, boolean special) {
        Utf8Assembler assembler = new Utf8Assembler();
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(assembler.add(vocabulary.piece(token, special)));
        }
        return text.append(assembler.finish()).toString();
    }

    private static String text(byte[] piece) {
        return new String(piece, StandardCharsets.UTF_8);
    }

    private static List<Integer> bytes(byte[] piece) {
        List<Integer> bytes = new ArrayList<>(piece.length);
        for (byte b : piece) {
            bytes.add(b & 0xff);
        }
        return bytes;
    }
}
