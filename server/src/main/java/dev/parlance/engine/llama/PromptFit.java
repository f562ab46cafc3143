package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.Role;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import dev.parlance.engine.llama.Batching.Overflow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes a prompt fit the context as the policy says: refuses it, or drops its middle and reports
/// that as a disposition. Stateless.
final class PromptFit {
    // Room for output that nobody limited, as a share of the context.
    private static final int OUTPUT_SHARE = 4;

    private PromptFit() {}

    /// How many tokens a prompt may have. When its middle may be dropped, that leaves room for what
    /// was asked for, up to a quarter of the context.
    static int room(LoadedModel model, @Nullable Integer maxTokens) {
        int limit = model.sizes().slotTokens();
        int asked = maxTokens == null ? limit : maxTokens;
        return drops(model)
                ? limit - Math.min(asked, Math.max(1, limit / OUTPUT_SHARE))
                : limit - Math.min(asked, 1);
    }

    static boolean drops(LoadedModel model) {
        return model.sizes().batching().overflow() == Overflow.DROP_MIDDLE;
    }

    /// The prompt, or its beginning and its end.
    ///
    /// @param param the request field that it came from
    /// @param whole true when every token is needed, whatever the policy
    /// @throws ApiException `ContextTooLong` with what it takes and what there is
    static int[] fit(
            CallContext context,
            LoadedModel model,
            int[] prompt,
            String param,
            @Nullable Integer maxTokens,
            boolean whole) {
        int limit = model.sizes().slotTokens();
        int asked = maxTokens == null ? limit : maxTokens;
        int needed = prompt.length + Math.min(asked, 1);
        if (needed <= limit) {
            return prompt;
        }
        if (whole || !drops(model)) {
            throw new ApiException(new ContextTooLong(param, needed, limit));
        }
        int room = room(model, maxTokens);
        int head = room / 4;
        int[] kept = Arrays.copyOf(prompt, room);
        System.arraycopy(prompt, prompt.length - (room - head), kept, head, room - head);
        String field = param.equals("messages") ? "messages.content" : param;
        report(context, field, (prompt.length - room) + " tokens of the middle were dropped");
        return kept;
    }

    /// The conversation without its oldest turns, as many as hold about this share of its text;
    /// system messages at its beginning and the last turn stay. Null when there is nothing to drop.
    static @Nullable List<ChatMessage> withoutOldest(List<ChatMessage> messages, double share) {
        int from = 0;
        while (from < messages.size() && isSystem(messages.get(from))) {
            from++;
        }
        long total = messages.stream().mapToLong(PromptFit::length).sum();
        long dropped = 0;
        int to = from;
        int next = nextTurn(messages, from);
        while (next > 0 && (to == from || dropped < total * share)) {
            dropped += messages.subList(to, next).stream().mapToLong(PromptFit::length).sum();
            to = next;
            next = nextTurn(messages, to);
        }
        if (to == from) {
            return null;
        }
        List<ChatMessage> kept = new ArrayList<>(messages.subList(0, from));
        kept.addAll(messages.subList(to, messages.size()));
        return kept;
    }

    /// Where the turn after this one begins, or -1.
    private static int nextTurn(List<ChatMessage> messages, int from) {
        for (int i = from + 1; i < messages.size(); i++) {
            if (messages.get(i).role() == Role.USER) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSystem(ChatMessage message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    // Every message takes a few tokens besides its text.
    private static long length(ChatMessage message) {
        return message.text().length() + 16L;
    }

    static void report(CallContext context, String field, String what) {
        context.dispositions().add(field, Outcome.APPROXIMATED, what + " to fit the context");
    }
}
