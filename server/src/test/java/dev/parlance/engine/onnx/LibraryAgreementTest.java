package dev.parlance.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Our vectors of the built-in model beside those of the library that it comes from.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibraryAgreementTest {
    private static final double TOLERANCE = 1e-5;

    private OnnxEngine engine;
    private AllMiniLmL6V2QuantizedEmbeddingModel library;

    @BeforeAll
    void open() {
        // First, so that it is ours that says where native libraries are.
        engine = OnnxSubject.engine();
        embed(List.of("first"));
        library = new AllMiniLmL6V2QuantizedEmbeddingModel();
    }

    @AfterAll
    void close() {
        engine.close();
    }

    @Test
    void vectors_are_the_librarys_whatever_the_text() {
        agree(
                List.of(
                        "A man is playing a guitar.",
                        "x",
                        "The quick brown fox don't jump over 3.5 lazy dogs (see [1]).",
                        "naïve Straße, 東京 and Привет",
                        "👩‍👩‍👧 🎉",
                        "UPPER and lower",
                        "tabs\tand\nlines\r\nand  spaces",
                        "word ".repeat(120)));
    }

    @Test
    void vectors_of_random_texts_together_are_the_librarys_alone() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> words =
                List.of("the", "a", "cat", "sat,", "on", "mat!", "why?", "42", "über-long", "(see");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            StringBuilder text = new StringBuilder("text");
            for (int w = random.nextInt(40); w > 0; w--) {
                text.append(' ').append(words.get(random.nextInt(words.size())));
            }
            texts.add(text.toString());
        }
        try {
            agree(texts);
        } catch (AssertionError e) {
            throw new AssertionError("-Dtests.seed=" + seed, e);
        }
    }

    @Test
    void tokens_are_counted_as_the_network_reads_them() {
        // [CLS] hello there [SEP] and [CLS] x [SEP]
        assertThat(embed(List.of("hello there", "x")).usage().inputTokens()).isEqualTo(4 + 3);
    }

    private void agree(List<String> texts) {
        EmbeddingResult ours = embed(texts);
        for (int i = 0; i < texts.size(); i++) {
            float[] theirs = library.embed(texts.get(i)).content().vector();
            float[] vector = ours.embeddings().get(i).values();
            assertThat(vector).hasSameSizeAs(theirs);
            for (int d = 0; d < vector.length; d++) {
                assertThat(Math.abs(vector[d] - theirs[d]))
                        .as("dimension %d of '%s'", d, texts.get(i))
                        .isLessThan((float) TOLERANCE);
            }
        }
    }

    private EmbeddingResult embed(List<String> texts) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        texts.forEach(text -> inputs.add(new EmbeddingInput.Text(text)));
        CallContext context =
                new CallContext(
                        Caller.ANONYMOUS,
                        "test",
                        Deadline.after(Duration.ofSeconds(60)),
                        CompatProfile.OPENAI,
                        false,
                        new Dispositions());
        return engine.embed(
                context, OnnxEngine.BUILTIN, EmbeddingRequest.of(OnnxEngine.BUILTIN, inputs));
    }
}
