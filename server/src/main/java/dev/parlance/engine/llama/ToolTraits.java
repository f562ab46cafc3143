package dev.parlance.engine.llama;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.prompt.ChatTemplate;
import dev.parlance.core.prompt.TemplateException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// What a chat template wants to be given of earlier calls, found out by trying.
///
/// @param showsCalls true when it shows calls and their results to the model at all
/// @param objects true when it wants arguments as an object, false for their JSON as text
/// @param nullContent true when it shows calls only of messages whose content is null
/// @param showsSystem true when it takes a system message
record ToolTraits(boolean showsCalls, boolean objects, boolean nullContent, boolean showsSystem) {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final String TOOL = "trial_tool";
    private static final String KEY = "trial_key";
    private static final String RESULT = "trial_result";
    private static final String SYSTEM = "trial_system";
    // Mistral's templates insist on nine characters.
    private static final String ID = "trial0001";

    static ToolTraits of(ChatTemplate template) {
        boolean system =
                rendered(template, List.of(said("system", SYSTEM), said("user", "Hi")))
                        .contains(SYSTEM);
        for (boolean objects : List.of(true, false)) {
            for (boolean nullContent : List.of(false, true)) {
                if (shows(template, objects, nullContent)) {
                    return new ToolTraits(true, objects, nullContent, system);
                }
            }
        }
        return new ToolTraits(false, true, false, system);
    }

    private static boolean shows(ChatTemplate template, boolean objects, boolean nullContent) {
        JsonValue arguments =
                objects
                        ? JsonValue.from(Map.of(KEY, "1"))
                        : JsonValue.of("{\"" + KEY + "\": \"1\"}");
        JsonValue call =
                JsonValue.from(
                        Map.of(
                                "id",
                                ID,
                                "type",
                                "function",
                                "function",
                                Map.of("name", TOOL, "arguments", arguments)));
        JsonValue asked =
                JsonValue.from(
                        Map.of(
                                "role",
                                "assistant",
                                "content",
                                nullContent ? JsonNull.INSTANCE : "",
                                "tool_calls",
                                List.of(call)));
        JsonValue told =
                JsonValue.from(
                        Map.of(
                                "role",
                                "tool",
                                "tool_call_id",
                                ID,
                                "name",
                                TOOL,
                                "content",
                                RESULT));
        String text = rendered(template, List.of(said("user", "Hi"), asked, told));
        // Python's way to show a dict is not what a model was trained on.
        return text.contains(TOOL)
                && text.contains(KEY)
                && text.contains(RESULT)
                && !text.contains("'" + KEY + "'");
    }

    private static JsonValue said(String role, String text) {
        return JsonValue.from(Map.of("role", role, "content", text));
    }

    private static String rendered(ChatTemplate template, List<JsonValue> messages) {
        try {
            return template.render(
                    Map.of(
                            "messages",
                            new JsonArray(messages),
                            "add_generation_prompt",
                            JsonValue.of(true),
                            "bos_token",
                            JsonValue.of(""),
                            "eos_token",
                            JsonValue.of("")),
                    CLOCK);
        } catch (TemplateException e) {
            return "";
        }
    }
}
