package dev.parlance.engine.llama.sampling;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One model's tokens, searched for DRY's breakers; what was found is kept for the next request.
/// Thread-safe.
public final class BreakerIndex {
    private static final int REMEMBERED = 64;
    private static final int MAX_TAIL = 20;

    private final int tokens;
    private final IntFunction<byte[]> piece;
    private final Function<String, int[]> tokenize;
    private byte @Nullable [][] pieces;
    private final Map<String, Map<Integer, List<List<Integer>>>> found =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(
                        Map.Entry<String, Map<Integer, List<List<Integer>>>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @param tokens how many there are
    /// @param piece the bytes of a token
    /// @param tokenize the tokens of a text, with nothing added
    public BreakerIndex(int tokens, IntFunction<byte[]> piece, Function<String, int[]> tokenize) {
        this.tokens = tokens;
        this.piece = piece;
        this.tokenize = tokenize;
    }

    /// Where these breakers are. Takes milliseconds for each that is new; call it where texts may
    /// be split into tokens.
    public synchronized DryBreakers find(List<String> breakers) {
        Map<Integer, List<List<Integer>>> tails = new HashMap<>();
        for (String breaker : breakers) {
            Map<Integer, List<List<Integer>>> one = found.get(breaker);
            if (one == null) {
                one = search(breaker);
                found.put(breaker, one);
            }
            one.forEach((head, ends) ->
                    tails.computeIfAbsent(head, _ -> new ArrayList<>()).addAll(ends));
        }
        return new DryBreakers(tails);
    }

    private Map<Integer, List<List<Integer>>> search(String breaker) {
        byte[][] all = pieces();
        byte[] wanted = breaker.getBytes(StandardCharsets.UTF_8);
        Map<Integer, List<List<Integer>>> tails = new HashMap<>();
        Map<Integer, List<Integer>> rests = new HashMap<>();
        for (int token = 0; token < tokens; token++) {
            List<List<Integer>> ends = new ArrayList<>();
            byte[] bytes = all[token];
            for (int at = 0; at < bytes.length; at++) {
                int matched = matched(bytes, at, wanted);
                if (matched == wanted.length) {
                    ends.add(List.of());
                    break;
                }
                if (matched > 0 && at + matched == bytes.length) {
                    ends.add(rests.computeIfAbsent(matched, from -> rest(wanted, from)));
                }
            }
            if (!ends.isEmpty()) {
                tails.put(token, ends);
            }
        }
        return tails;
    }

    /// How many bytes of `wanted` stand at this place, up to the end of either.
    private static int matched(byte[] bytes, int at, byte[] wanted) {
        int length = 0;
        while (length < wanted.length
                && at + length < bytes.length
                && bytes[at + length] == wanted[length]) {
            length++;
        }
        return length;
    }

    private List<Integer> rest(byte[] wanted, int from) {
        String text = new String(wanted, from, wanted.length - from, StandardCharsets.UTF_8);
        return IntStream.of(tokenize.apply(text)).limit(MAX_TAIL).boxed().toList();
    }

    private byte[][] pieces() {
        byte[][] known = pieces;
        if (known == null) {
            known = new byte[tokens][];
            for (int token = 0; token < tokens; token++) {
                known[token] = piece.apply(token);
            }
            pieces = known;
        }
        return known;
    }
}
