package dev.parlance.dialect.openai;

import dev.parlance.core.moderation.ModerationCategory;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.moderation.ModerationResult.Verdict;
import dev.parlance.wire.JsonWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// What moderation found as one JSON object: OpenAI's thirteen categories, or the eleven older ones
/// that text-generation-webui's clients know.
final class ModerationReplies {
    private static final String OLDER_MODEL = "text-moderation-001";

    private ModerationReplies() {}

    /// OpenAI's shape.
    static byte[] openAi(ModerationResult result, ReplyHead head) {
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("model", result.responseModel().value());
        json.beginArray("results");
        for (Verdict verdict : result.verdicts()) {
            json.beginObject();
            write(json, verdict, List.of(ModerationCategory.values()));
            json.beginObject("category_applied_input_types");
            for (ModerationCategory category : ModerationCategory.values()) {
                json.beginArray(category.wireName()).value("text").endArray();
            }
            json.endObject().endObject();
        }
        return json.endArray().endObject().toByteArray();
    }

    /// text-generation-webui's shape. Only what its categories found is flagged.
    static byte[] textgen(ModerationResult result, ReplyHead head) {
        Predicate<ModerationCategory> older = ModerationCategory::isOlder;
        List<ModerationCategory> known =
                Arrays.stream(ModerationCategory.values()).filter(older).toList();
        JsonWriter json = new JsonWriter().beginObject();
        json.field("id", head.id());
        json.field("model", OLDER_MODEL);
        json.beginArray("results");
        for (Verdict verdict : result.verdicts()) {
            write(json.beginObject(), verdict, known);
            json.endObject();
        }
        return json.endArray().endObject().toByteArray();
    }

    private static void write(JsonWriter json, Verdict verdict, List<ModerationCategory> known) {
        json.field("flagged", known.stream().anyMatch(verdict.flagged()::contains));
        json.beginObject("categories");
        known.forEach(c -> json.field(c.wireName(), verdict.flagged().contains(c)));
        json.endObject();
        json.beginObject("category_scores");
        known.forEach(c -> json.field(c.wireName(), verdict.score(c)));
        json.endObject();
    }
}
