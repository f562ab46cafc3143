package dev.parlance.engine.llama.gguf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Checks the tokenizer in a GGUF header: list lengths, distinct tokens, byte tokens, merges and
/// the ids of special tokens. Native code reads these lists without looking at their lengths.
final class VocabularyCheck {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final int MAX_TOKENS = 2_000_000;
    private static final int MAX_TOKEN_BYTES = 16 << 10;
    private static final int BYTE_TOKEN = 6;
    private static final int MAX_TOKEN_TYPE = 6;
    // The ids that llama.cpp assumes when the file names none.
    private static final Map<String, Map<String, Long>> DEFAULT_IDS =
            Map.of(
                    "llama", Map.of("bos", 1L, "eos", 2L, "unknown", 0L),
                    "gpt2", Map.of("bos", 11L, "eos", 11L),
                    "bert",
                            Map.of(
                                    "bos",
                                    101L,
                                    "unknown",
                                    100L,
                                    "seperator",
                                    102L,
                                    "padding",
                                    0L,
                                    "mask",
                                    103L));

    private final GgufHeader header;
    private final GgufArrays arrays;
    private final String model;

    private VocabularyCheck(GgufHeader header, GgufArrays arrays, String model) {
        this.header = header;
        this.arrays = arrays;
        this.model = model;
    }

    /// The number of tokens of a vocabulary that can be used.
    static int check(GgufHeader header) {
        String model = header.text(PREFIX + "model").orElse("");
        if (!DEFAULT_IDS.containsKey(model)) {
            throw header.refusal(
                    "the tokenizer "
                            + GgufReader.quoted(model)
                            + " under tokenizer.ggml.model is not supported; llama"
                            + " (SentencePiece), gpt2 (byte-level BPE) and bert (WordPiece) are");
        }
        try (GgufArrays arrays = new GgufArrays(header)) {
            return new VocabularyCheck(header, arrays, model).check();
        }
    }

    private int check() {
        List<String> tokens = arrays.rawStrings(list("tokens", GgufType.STRING));
        if (tokens.isEmpty() || tokens.size() > MAX_TOKENS) {
            throw header.refusal("the vocabulary has " + tokens.size() + " tokens");
        }
        distinct(tokens);
        if (header.metadata().containsKey(PREFIX + "scores")) {
            length("scores", list("scores", GgufType.FLOAT32).count(), tokens.size());
            for (float score : arrays.floats(list("scores", GgufType.FLOAT32))) {
                // Sorting by a score that is not a number has no defined order.
                if (Float.isNaN(score)) {
                    throw header.refusal("tokenizer.ggml.scores holds a NaN");
                }
            }
        }
        types(tokens);
        if (model.equals("gpt2")) {
            merges();
        }
        if (model.equals("llama")) {
            byteCoverage(tokens);
        }
        specialIds(tokens.size());
        return tokens.size();
    }

    private GgufValue.Array list(String key, GgufType elementType) {
        GgufValue.Array array = header.array(PREFIX + key);
        if (array == null || array.elementType() != elementType) {
            throw header.refusal(
                    PREFIX
                            + key
                            + " is missing or not a list of "
                            + elementType.name().toLowerCase(Locale.ROOT)
                            + " values");
        }
        return array;
    }

    private void length(String key, int length, int tokens) {
        if (length != tokens) {
            throw header.refusal(
                    PREFIX + key + " has " + length + " values for " + tokens + " tokens");
        }
    }

    /// Two equal tokens make llama.cpp stop the process. It compares them as C strings and renames
    /// the empty ones.
    private void distinct(List<String> tokens) {
        Set<String> seen = HashSet.newHashSet(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.length() > MAX_TOKEN_BYTES) {
                throw header.refusal("token " + i + " has " + token.length() + " bytes");
            }
            int nul = token.indexOf('\0');
            String text = nul < 0 ? token : token.substring(0, nul);
            if (!seen.add(text.isEmpty() ? "[EMPTY_" + i + "]" : text)) {
                throw header.refusal("the vocabulary has the same token twice, again at " + i);
            }
        }
    }

    private void types(List<String> tokens) {
        if (!header.metadata().containsKey(PREFIX + "token_type")) {
            return;
        }
        GgufValue.Array list = list("token_type", GgufType.INT32);
        length("token_type", list.count(), tokens.size());
        long[] types = arrays.wholes(list);
        for (int i = 0; i < types.length; i++) {
            if (types[i] < 0 || types[i] > MAX_TOKEN_TYPE) {
                throw header.refusal("token " + i + " has the unknown type " + types[i]);
            }
            // Native code cuts the hex digits out of the text without looking.
            if (types[i] == BYTE_TOKEN
                    && (!model.equals("llama") || byteValue(tokens.get(i)) < 0)) {
                throw header.refusal("token " + i + " has the type byte, but is no <0xHH>");
            }
        }
    }

    private static int byteValue(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || !token.endsWith(">")) {
            return -1;
        }
        int high = Character.digit(token.charAt(3), 16);
        int low = Character.digit(token.charAt(4), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /// A text that no token covers falls back to bytes; a missing byte ends the process.
    private void byteCoverage(List<String> tokens) {
        Map<String, Boolean> present = HashMap.newHashMap(512);
        for (String token : tokens) {
            if (token.length() == 1 || token.length() == 6) {
                present.put(token, true);
            }
        }
        for (int b = 0; b < 256; b++) {
            String hex = String.format(Locale.ROOT, "<0x%02X>", b);
            boolean single = b != 0 && present.containsKey(String.valueOf((char) b));
            if (!present.containsKey(hex) && !single) {
                throw header.refusal("the vocabulary has no token for the byte " + hex);
            }
        }
    }

    private void merges() {
        List<String> merges = arrays.rawStrings(list("merges", GgufType.STRING));
        for (int i = 0; i < merges.size(); i++) {
            String merge = merges.get(i);
            int space = merge.indexOf(' ', 1);
            boolean pair = space > 0 && space < merge.length() - 1;
            if (!pair || merge.indexOf(' ', space + 1) >= 0 || merge.indexOf('\0') >= 0) {
                throw header.refusal(
                        "merge " + i + " is not two pieces with one space between them");
            }
        }
    }

    private void specialIds(int tokens) {
        header.metadata().keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && key.endsWith("_token_id"))
                .forEach(key -> specialId(key, tokens));
        // What is absent or "none" becomes the library's default, which it uses unchecked.
        DEFAULT_IDS
                .getOrDefault(model, Map.of())
                .forEach((name, id) -> {
                    String key = PREFIX + name + "_token_id";
                    if (isNone(header.whole(key).orElse(-1)) && id >= tokens) {
                        throw header.refusal(
                                key
                                        + " is missing, and the usual "
                                        + id
                                        + " is not among the "
                                        + tokens
                                        + " tokens");
                    }
                });
    }

    private void specialId(String key, int tokens) {
        long id =
                header.whole(key).orElseThrow(() -> header.refusal(key + " is not a whole number"));
        if (!isNone(id) && (id < 0 || id >= tokens)) {
            throw header.refusal(key + " is " + id + ", but there are " + tokens + " tokens");
        }
    }

    private static boolean isNone(long id) {
        return id == -1 || id == 0xffff_ffffL;
    }
}
