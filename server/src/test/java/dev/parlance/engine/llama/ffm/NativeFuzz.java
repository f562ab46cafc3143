package dev.parlance.engine.llama.ffm;

import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufMutations;
import dev.parlance.engine.llama.gguf.GgufReader;
import dev.parlance.engine.llama.gguf.ModelCheck;
import dev.parlance.engine.llama.gguf.ModelFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Loads and runs every mutated file that the Java checks accept. Runs in a process of its own,
/// which a missing check ends: the last line of the progress file names the seed then.
///
/// A long hunt: `java -cp ... dev.parlance.engine.llama.ffm.NativeFuzz FOLDER SEED ROUNDS`.
final class NativeFuzz {
    private static final List<String> TEXTS =
            List.of("Hello world", " \n\t ", "Grüße 東京 🎉\0", "<|im_start|>x<|im_end|>", "");
    private static final SamplerOptions SAMPLING =
            new SamplerOptions(0.8f, 40, 0.95f, 0.05f, 0.9f, 1.1f, 0.1f, 0.1f, 8, 1, Map.of());

    private NativeFuzz() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        long seed = Long.parseLong(args[1]);
        int rounds = Integer.parseInt(args[2]);
        LlamaLibrary library = TestLibrary.open();
        int accepted = 0;
        int run = 0;
        for (int i = 0; i < rounds; i++) {
            Path file = folder.resolve("fuzz.gguf");
            Files.write(file, GgufMutations.any(new Random(seed + i)));
            Files.writeString(folder.resolve("progress"), "seed " + (seed + i));
            ModelFacts facts;
            try {
                facts = ModelCheck.check(List.of(GgufReader.read(file)), library.architectures());
            } catch (GgufException refused) {
                continue;
            }
            accepted++;
            try {
                use(library, file, facts);
                run++;
            } catch (NativeException refused) {
                // The library's own refusal is fine.
            }
        }
        Files.writeString(
                folder.resolve("progress"), "done: " + accepted + " accepted, " + run + " run");
    }

    private static void use(LlamaLibrary library, Path file, ModelFacts facts) {
        try (NativeModel model = NativeModel.load(library, file, ModelOptions.DEFAULT, _ -> true)) {
            Vocabulary vocabulary = model.vocabulary();
            for (String text : TEXTS) {
                for (boolean special : Set.of(true, false)) {
                    for (int token : vocabulary.tokenize(text, true, special)) {
                        vocabulary.piece(token, special);
                    }
                }
            }
            for (int token = 0; token < vocabulary.size(); token++) {
                vocabulary.piece(token, true);
                vocabulary.isEndOfGeneration(token);
            }
            if (facts.causal()) {
                decode(model, new ContextOptions(96, 32, 32, 2, 1, false));
            }
            decode(model, new ContextOptions(64, 32, 32, 1, 1, true));
        }
    }

    private static void decode(NativeModel model, ContextOptions options) {
        int[] tokens = model.vocabulary().tokenize("Hello", true, true);
        try (NativeContext context = new NativeContext(model, options, () -> false);
                NativeSampler sampler = new NativeSampler(model, SAMPLING)) {
            int position = 0;
            for (int token : tokens) {
                context.batch().add(token, position++, 0, true);
            }
            for (int i = 0; i < 4 && context.batch().size() > 0; i++) {
                context.decode();
                int row = context.batch().size() - 1;
                context.batch().clear();
                if (options.embeddings()) {
                    context.embedding(row);
                    return;
                }
                context.batch().add(context.sample(sampler, row), position++, 0, true);
            }
            context.forget(0, 1);
            context.clear();
        }
    }
}
