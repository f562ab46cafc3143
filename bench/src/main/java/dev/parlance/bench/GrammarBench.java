package dev.parlance.bench;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.engine.llama.grammar.Grammar;
import dev.parlance.engine.llama.grammar.GrammarFilter;
import dev.parlance.engine.llama.grammar.GrammarLimits;
import dev.parlance.engine.llama.grammar.TokenTrie;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// What an output constraint costs for each token, with a made-up vocabulary of 150,000 tokens.
public final class GrammarBench {
    private static final int TOKENS = 150_000;
    private static final int OUTPUTS = 40;
    private static final int LONGEST = 120;

    private final TokenTrie trie;
    private final SplittableRandom random = new SplittableRandom(7);

    private GrammarBench(TokenTrie trie) {
        this.trie = trie;
    }

    /// No arguments. Prints a Markdown table.
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] args) {
        byte[][] pieces = pieces();
        long begin = now();
        TokenTrie trie =
                TokenTrie.of(TOKENS, i -> pieces[i], i -> false, i -> i == TOKENS - 1);
        System.out.printf(
                Locale.ROOT,
                "Trie of %d tokens: %.0f ms%n%n",
                TOKENS,
                (now() - begin) / 1e6);
        System.out.println(
                "| constraint | compiled in | a token allowed? | all tokens, the most costly"
                        + " state, first time | remembered |");
        System.out.println("|---|---|---|---|---|");
        GrammarLimits limits = GrammarLimits.DEFAULT;
        Map<String, Supplier<Grammar>> cases =
                Map.of(
                        "any JSON object",
                        () -> Grammar.json(limits),
                        "a schema with 30 properties",
                        () -> Grammar.jsonSchema(schema(), limits),
                        "regex `[A-Z][a-z]{3,80}( [a-z]+)*\\.`",
                        () -> Grammar.regex("[A-Z][a-z]{3,80}( [a-z]+)*\\.", limits));
        // Once to warm the virtual machine up, once to measure.
        for (boolean shown : new boolean[] {false, true}) {
            cases.forEach(
                    (name, grammar) -> {
                        String row = new GrammarBench(trie).row(name, grammar);
                        if (shown) {
                            System.out.println(row);
                        }
                    });
        }
    }

    private String row(String name, Supplier<Grammar> made) {
        long begin = now();
        Grammar grammar = made.get();
        double compiled = (now() - begin) / 1e6;
        List<Double> cold = new ArrayList<>();
        List<Double> single = new ArrayList<>();
        run(grammar, cold, single);
        List<Double> warm = new ArrayList<>();
        run(grammar, warm, new ArrayList<>());
        double[] first = sorted(cold);
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.2f µs | %.1f ms | %.3f ms |",
                name,
                compiled,
                sorted(single)[single.size() / 2] * 1000,
                first[first.length - 1],
                sorted(warm)[warm.size() / 2]);
    }

    private void run(Grammar grammar, List<Double> masks, List<Double> single) {
        SplittableRandom draws = new SplittableRandom(3);
        for (int output = 0; output < OUTPUTS; output++) {
            GrammarFilter filter = new GrammarFilter(grammar, trie);
            for (int i = 0; i < LONGEST && !filter.isFinished(); i++) {
                long begin = now();
                for (int n = 0; n < 100; n++) {
                    filter.allows(random.nextInt(TOKENS));
                }
                single.add((now() - begin) / 1e8);
                begin = now();
                BitSet allowed = filter.allowed();
                masks.add((now() - begin) / 1e6);
                int token = allowed.nextSetBit(draws.nextInt(TOKENS));
                filter.accept(token < 0 ? allowed.nextSetBit(0) : token);
            }
        }
    }

    /// Processor time of this thread: other work on the machine does not count.
    private static long now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double[] sorted(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private static JsonObject schema() {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            properties.put(
                    "property_" + i,
                    switch (i % 5) {
                        case 0 -> Map.of("type", "string", "maxLength", 40);
                        case 1 -> Map.of("type", "integer", "minimum", 0, "maximum", 9999);
                        case 2 -> Map.of("enum", List.of("red", "green", "blue"));
                        case 3 -> Map.of("type", "array", "items", Map.of("type", "number"));
                        default -> Map.of("type", "string", "format", "date-time");
                    });
        }
        return (JsonObject)
                JsonValue.from(
                        Map.of(
                                "type", "object",
                                "properties", properties,
                                "additionalProperties", false));
    }

    /// Words like those of a byte-level vocabulary: letters with and without a space before them,
    /// digits, punctuation in runs, other scripts, single bytes.
    private static byte[][] pieces() {
        SplittableRandom random = new SplittableRandom(1);
        Set<String> words = new LinkedHashSet<>();
        String punctuation = "{}[]\":,.;-_/\\()\n ";
        while (words.size() < TOKENS - 257) {
            StringBuilder word = new StringBuilder(random.nextBoolean() ? " " : "");
            int kind = random.nextInt(20);
            for (int i = random.nextInt(2, 9); i > 0; i--) {
                int c =
                        kind == 0
                                ? punctuation.charAt(random.nextInt(punctuation.length()))
                                : kind == 1
                                        ? '0' + random.nextInt(10)
                                        : kind < 5
                                                ? 0x400 + random.nextInt(0x3000)
                                                : 'a' + random.nextInt(26);
                word.appendCodePoint(c);
            }
            words.add(word.toString());
        }
        byte[][] pieces = new byte[TOKENS][];
        int i = 0;
        for (String word : words) {
            pieces[i++] = word.getBytes(StandardCharsets.UTF_8);
        }
        for (int b = 0; b < 256; b++) {
            pieces[i++] = new byte[] {(byte) b};
        }
        pieces[i] = new byte[0];
        return pieces;
    }
}
