package dev.parlance.engine.llama;

import dev.parlance.core.completion.Infill;
import dev.parlance.core.completion.Infill.Snippet;
import dev.parlance.engine.llama.ffm.Vocabulary;
import dev.parlance.engine.llama.ffm.Vocabulary.Gap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The tokens by which a model is told that there is a gap to fill.
///
/// @param prefix comes before what stands before the gap
/// @param suffix comes before what stands after it
/// @param middle comes before what fills it
/// @param file comes before each file, or -1 for a model without such a token
record InfillTokens(int prefix, int suffix, int middle, int file) {

    /// Those of this vocabulary, or null when it has not all that are needed.
    static @Nullable InfillTokens of(Vocabulary vocabulary) {
        InfillTokens tokens =
                new InfillTokens(
                        vocabulary.gap(Gap.PREFIX),
                        vocabulary.gap(Gap.SUFFIX),
                        vocabulary.gap(Gap.MIDDLE),
                        vocabulary.gap(Gap.FILE));
        boolean whole = tokens.prefix >= 0 && tokens.suffix >= 0 && tokens.middle >= 0;
        return whole ? tokens : null;
    }

    /// The whole prompt: other files, what stands before the gap, what stands after it, and what
    /// the filling begins with.
    ///
    /// @param head what the model wants at the beginning of a text
    /// @param before the tokens before the gap
    /// @param tokenize splits a piece of text, in which nothing is special
    int[] prompt(int[] head, int[] before, Infill infill, Function<String, int[]> tokenize) {
        IntStream.Builder prompt = IntStream.builder();
        add(prompt, head);
        files(prompt, infill.snippets(), tokenize);
        prompt.add(prefix);
        add(prompt, before);
        prompt.add(suffix);
        add(prompt, tokenize.apply(infill.suffix()));
        prompt.add(middle);
        add(prompt, tokenize.apply(infill.beginning()));
        return prompt.build().toArray();
    }

    private void files(
            IntStream.Builder prompt, List<Snippet> snippets, Function<String, int[]> tokenize) {
        for (Snippet snippet : snippets) {
            String name = snippet.name();
            if (file < 0) {
                add(prompt, tokenize.apply(snippet.text() + "\n\n"));
            } else {
                prompt.add(file);
                add(prompt, tokenize.apply((name == null ? "" : name) + "\n" + snippet.text()));
            }
        }
        if (file >= 0 && !snippets.isEmpty()) {
            prompt.add(file);
            add(prompt, tokenize.apply("\n"));
        }
    }

    private static void add(IntStream.Builder prompt, int[] tokens) {
        for (int token : tokens) {
            prompt.add(token);
        }
    }
}
