package dev.parlance.engine.onnx;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.embedding.Truncation;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.moderation.ModerationCategory;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.moderation.ModerationResult.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Basic moderation by similarity: a text is like a category when its vector is nearer to that
/// category's examples than to harmless ones. Thread-safe.
///
/// How near is the mean cosine of the five nearest examples, less that of the five nearest harmless
/// ones; the threshold of each category is fitted on a labelled set of our own (ModerationTest).
/// The examples are embedded by the first request. It is made for the built-in model, whose cosines
/// the thresholds are about, and knows what that knows: English, a sentence or a few.
final class Moderator {
    static final ModelId ID = new ModelId("parlance-moderation");

    /// How many of the nearest examples count.
    static final int NEAREST = 5;

    private static final String HARMLESS = "none";
    private static final Pattern TAB = Pattern.compile("\t");
    // How fast a score rises around its threshold.
    private static final double STEEPNESS = 30;

    /// A text of known kind; its category is `null` when it is harmless.
    record Example(@Nullable ModerationCategory category, String text) {}

    private final List<Example> examples;
    private final Map<ModerationCategory, Double> thresholds;
    private volatile @Nullable List<float[]> vectors;

    Moderator(List<Example> examples, Map<ModerationCategory, Double> thresholds) {
        this.examples = List.copyOf(examples);
        this.thresholds = new EnumMap<>(thresholds);
    }

    /// The one that comes along.
    static Moderator builtin() {
        Map<ModerationCategory, Double> thresholds = new EnumMap<>(ModerationCategory.class);
        for (String[] cells : table("moderation-thresholds.tsv")) {
            thresholds.put(
                    ModerationCategory.of(cells[0]).orElseThrow(), Double.parseDouble(cells[1]));
        }
        return new Moderator(
                table("moderation-examples.tsv").stream()
                        .map(cells -> new Example(category(cells[0]), cells[1]))
                        .toList(),
                thresholds);
    }

    /// The category of this name in our tables.
    static @Nullable ModerationCategory category(String name) {
        return name.equals(HARMLESS) ? null : ModerationCategory.of(name).orElseThrow();
    }

    /// The rows of one of our tables, comments left out.
    static List<String[]> table(String name) {
        try (InputStream file = Moderator.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("the resource " + name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(TAB::split)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ModerationResult moderate(CallContext context, LoadedModel model, ModerationRequest request) {
        Texts texts = new Texts(context, model, Truncation.NONE);
        TextTokenizer.Frame frame = model.tokenizer().frame();
        int limit = model.recipe().maxTokens();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < request.inputs().size(); i++) {
            String param = request.inputs().size() == 1 ? "input" : "input[" + i + "]";
            String input = request.inputs().get(i);
            rows.add(frame.around(texts.read("", input, frame.length(), limit, param)));
        }
        List<float[]> known = vectors(context, model);
        List<Verdict> verdicts = new ArrayList<>();
        for (float[] vector : model.run(context.deadline(), rows)) {
            verdicts.add(verdict(nearness(EmbeddingRequests.unit(vector), known)));
        }
        return new ModerationResult(ID, verdicts, EmbeddingRequests.usage(rows));
    }

    /// The examples' vectors, computed by whoever needs them first; two may.
    List<float[]> vectors(CallContext context, LoadedModel model) {
        List<float[]> known = vectors;
        if (known == null) {
            TextTokenizer tokenizer = model.tokenizer();
            List<Row> rows =
                    examples.stream()
                            .map(e -> tokenizer.frame().around(tokenizer.tokens(e.text())))
                            .toList();
            known =
                    model.run(context.deadline(), rows).stream()
                            .map(EmbeddingRequests::unit)
                            .toList();
            vectors = known;
        }
        return known;
    }

    /// How much nearer a vector is to each category's examples than to harmless ones.
    Map<ModerationCategory, Double> nearness(float[] vector, List<float[]> known) {
        double[] cosines = new double[known.size()];
        for (int i = 0; i < cosines.length; i++) {
            cosines[i] = cosine(vector, known.get(i));
        }
        double harmless = nearest(cosines, null);
        Map<ModerationCategory, Double> nearness = new EnumMap<>(ModerationCategory.class);
        for (ModerationCategory category : ModerationCategory.values()) {
            nearness.put(category, nearest(cosines, category) - harmless);
        }
        return nearness;
    }

    private double nearest(double[] cosines, @Nullable ModerationCategory category) {
        double[] like = new double[cosines.length];
        int count = 0;
        for (int i = 0; i < cosines.length; i++) {
            ModerationCategory own = examples.get(i).category();
            if (own == category || (own != null && category != null && own.parent() == category)) {
                like[count++] = cosines[i];
            }
        }
        Arrays.sort(like, 0, count);
        int taken = Math.min(NEAREST, count);
        double sum = 0;
        for (int i = 1; i <= taken; i++) {
            sum += like[count - i];
        }
        return taken == 0 ? 0 : sum / taken;
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private Verdict verdict(Map<ModerationCategory, Double> nearness) {
        Map<ModerationCategory, Double> scores = new EnumMap<>(ModerationCategory.class);
        Set<ModerationCategory> flagged = EnumSet.noneOf(ModerationCategory.class);
        nearness.forEach((category, near) -> {
            double over = near - thresholds.getOrDefault(category, 1.0);
            double score = 1 / (1 + Math.exp(-STEEPNESS * over));
            scores.merge(category, score, Math::max);
            if (over > 0) {
                flagged.add(category);
            }
            ModerationCategory parent = category.parent();
            if (parent != null) {
                scores.merge(parent, score, Math::max);
                if (over > 0) {
                    flagged.add(parent);
                }
            }
        });
        return new Verdict(scores, flagged);
    }
}
