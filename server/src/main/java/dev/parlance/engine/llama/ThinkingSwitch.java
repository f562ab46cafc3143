package dev.parlance.engine.llama;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.prompt.ChatTemplate;
import java.util.List;
import java.util.Map;

/// The variables by which chat templates let a caller say how long the model thinks.
final class ThinkingSwitch {
    private static final String FIELD = "reasoning_effort";
    private static final List<String> SWITCHES = List.of("enable_thinking", "thinking");
    private static final String BUDGET = "thinking_budget";

    private ThinkingSwitch() {}

    /// True when the template has such a variable.
    static boolean isIn(ChatTemplate template) {
        return template.mentions(FIELD)
                || template.mentions(BUDGET)
                || SWITCHES.stream().anyMatch(template::mentions);
    }

    /// Sets what the template has for this effort, and reports what it has not.
    static void set(
            ReasoningEffort effort,
            ChatTemplate template,
            Map<String, JsonValue> variables,
            Dispositions dispositions) {
        boolean graded = false;
        if (template.mentions(FIELD)) {
            String level = level(effort);
            variables.put(FIELD, JsonValue.of(level));
            graded = level.equals(effort.wireName());
        }
        if (template.mentions(BUDGET)) {
            variables.put(BUDGET, JsonValue.of(budget(effort)));
            graded = true;
        }
        boolean on = effort != ReasoningEffort.NONE && effort != ReasoningEffort.MINIMAL;
        boolean switched = false;
        for (String name : SWITCHES) {
            if (template.mentions(name)) {
                variables.put(name, JsonValue.of(on));
                switched = true;
            }
        }
        boolean exact = graded || (switched && effort == ReasoningEffort.NONE);
        if (!isIn(template)) {
            dispositions.ignored(FIELD, "the template of this model has no switch for it");
        } else if (!exact) {
            dispositions.add(
                    FIELD,
                    Outcome.APPROXIMATED,
                    template.mentions(FIELD)
                            ? "taken as " + level(effort)
                            : "the template of this model only switches thinking on and off");
        }
    }

    /// The levels that templates know.
    private static String level(ReasoningEffort effort) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH, XHIGH -> "high";
        };
    }

    private static int budget(ReasoningEffort effort) {
        return switch (effort) {
            case NONE -> 0;
            case MINIMAL -> 512;
            case LOW -> 1024;
            case MEDIUM -> 4096;
            case HIGH -> 8192;
            case XHIGH -> 16_384;
        };
    }
}
