package dev.parlance.core.character;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.prompt.TemplateException;
import dev.parlance.core.prompt.TemplateException.BudgetExceeded;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The texts that end a reply, found in what a template writes between messages: a model that does
/// not stop by itself goes on with them. Stateless.
final class StopTexts {
    private static final Pattern BRACKETS =
            Pattern.compile("^(?:<[^>]*>|\\[[^\\]]*\\]|\\([^)]*\\)|\\{[^}]*\\})");
    private static final List<String> SAID =
            List.of("Trial of a question", "Trial of an answer", "Trial two", "Trial three");
    private static final List<ChatMessage> TALK =
            List.of(
                    ChatMessage.of(Role.USER, SAID.get(0)),
                    ChatMessage.of(Role.ASSISTANT, SAID.get(1)),
                    ChatMessage.of(Role.USER, SAID.get(2)),
                    ChatMessage.of(Role.ASSISTANT, SAID.get(3)));

    private StopTexts() {}

    /// The texts, at most three; none for a template that refuses the trial.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when it runs too long
    static List<String> of(
            TemplateRun template, String field, Map<String, JsonValue> variables, Clock clock) {
        String text;
        try {
            text = template.rendered(TALK, variables, false, clock);
        } catch (BudgetExceeded e) {
            throw TemplateRun.problem(field, e);
        } catch (TemplateException e) {
            return List.of();
        }
        Set<String> stops = new LinkedHashSet<>();
        for (String gap : gaps(text)) {
            String stop = stop(gap);
            if (!stop.isEmpty()) {
                stops.add(stop);
            }
        }
        return stops.stream()
                .filter(stop ->
                        stops.stream()
                                .noneMatch(other -> !other.equals(stop) && stop.startsWith(other)))
                .toList();
    }

    /// What is between a question and its answer, an answer and the next question, and at the end.
    private static List<String> gaps(String text) {
        int[] from = new int[SAID.size()];
        int at = 0;
        for (int i = 0; i < from.length; i++) {
            from[i] = text.indexOf(SAID.get(i), at);
            if (from[i] < 0) {
                return List.of();
            }
            at = from[i] + SAID.get(i).length();
        }
        List<String> gaps = new ArrayList<>();
        for (int i : new int[] {0, 1}) {
            gaps.add(text.substring(from[i] + SAID.get(i).length(), from[i + 1]));
        }
        gaps.add(text.substring(at));
        return gaps;
    }

    private static String stop(String gap) {
        Matcher bracket = BRACKETS.matcher(gap.strip());
        if (bracket.find()) {
            return bracket.group();
        }
        int colon = gap.indexOf(':');
        return colon < 0 ? "" : gap.substring(0, colon + 1);
    }
}
