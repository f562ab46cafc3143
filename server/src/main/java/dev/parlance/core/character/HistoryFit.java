package dev.parlance.core.character;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ContextTooLong;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/// The conversation cut to a number of tokens: the oldest messages go first, system messages and
/// the last one stay; if that is not enough, the last one loses its end. For one request.
public final class HistoryFit {
    // What a template adds to a message, roughly, and around all of them.
    private static final int PER_MESSAGE = 64;
    private static final int AROUND = 1024;
    private static final int PER_VALUE = 16;

    private final CallContext context;
    private final UnaryOperator<ChatRequest> style;
    private final ToIntFunction<ChatRequest> tokens;
    private final int budget;

    /// @param style what makes the request that is sent
    /// @param tokens how long the prompt of such a request is
    /// @param budget how long it may be, at least 1
    public HistoryFit(
            CallContext context,
            UnaryOperator<ChatRequest> style,
            ToIntFunction<ChatRequest> tokens,
            int budget) {
        this.context = context;
        this.style = style;
        this.tokens = tokens;
        this.budget = budget;
    }

    /// The request in its style, shortened if need be, which is reported.
    ///
    /// @throws ApiException `ContextTooLong` when nothing is left to shorten
    public ChatRequest fit(ChatRequest request) {
        ChatRequest whole = style.apply(request);
        if (isShort(whole) || fits(whole)) {
            return whole;
        }
        List<ChatMessage> messages = request.messages();
        int most = History.droppable(messages);
        int dropped =
                least(
                        1,
                        most + 1,
                        count -> request.withMessages(History.withoutOldest(messages, count)));
        if (dropped <= most) {
            report(dropped + " older messages were dropped");
            return style.apply(request.withMessages(History.withoutOldest(messages, dropped)));
        }
        return shortened(request.withMessages(History.withoutOldest(messages, most)));
    }

    private ChatRequest shortened(ChatRequest request) {
        String text = request.messages().getLast().text();
        boolean plain =
                request.messages().getLast().content().stream()
                        .allMatch(ContentPart.Text.class::isInstance);
        int cut =
                plain
                        ? least(1, text.length(), count -> withoutEnd(request, count))
                        : text.length();
        if (cut >= text.length()) {
            int length = tokens.applyAsInt(style.apply(request));
            throw new ApiException(new ContextTooLong("messages", length, budget));
        }
        report("older messages were dropped, and " + cut + " characters of the last");
        return style.apply(withoutEnd(request, cut));
    }

    /// The least number from `from` on that makes a request that fits; `to` when none before does.
    private int least(int from, int to, IntFunction<ChatRequest> shorter) {
        int low = from;
        int high = to;
        while (low < high) {
            context.deadline().check("truncate");
            int middle = (low + high) >>> 1;
            if (fits(style.apply(shorter.apply(middle)))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean fits(ChatRequest request) {
        return tokens.applyAsInt(request) <= budget;
    }

    /// True when it surely fits, since no token has less than a byte: saves rendering it twice.
    private boolean isShort(ChatRequest request) {
        long length = AROUND + (long) PER_MESSAGE * request.messages().size();
        for (ChatMessage message : request.messages()) {
            for (ContentPart part : message.content()) {
                length += bytes(part);
            }
        }
        for (Tool tool : request.tools()) {
            String about = tool.description();
            length += PER_MESSAGE + bytes(tool.name()) + (about == null ? 0 : bytes(about));
            length += bytes(tool.parameters());
        }
        return length <= budget;
    }

    private static long bytes(ContentPart part) {
        return switch (part) {
            case ContentPart.Text(var text) -> bytes(text);
            case ContentPart.ToolUse(_, var name, var arguments) ->
                    PER_MESSAGE + bytes(name) + 2 * bytes(arguments);
            case ContentPart.ToolResult(_, var text) -> PER_MESSAGE + bytes(text);
            case ContentPart.Reasoning(var text) -> bytes(text);
            case ContentPart.Refusal(var text) -> bytes(text);
            // How many tokens these have is the engine's business.
            case ContentPart.Image _,
                    ContentPart.Audio _,
                    ContentPart.File _,
                    ContentPart.Unknown _ ->
                    Integer.MAX_VALUE;
        };
    }

    /// Roughly the JSON of this value, indented.
    private static long bytes(JsonValue value) {
        return switch (value) {
            case JsonNull _, JsonBoolean _ -> PER_VALUE;
            case JsonNumber(var number) -> PER_VALUE + number.precision();
            case JsonString(var text) -> PER_VALUE + 2 * bytes(text);
            case JsonArray(var values) ->
                    PER_VALUE + values.stream().mapToLong(HistoryFit::bytes).sum();
            case JsonObject(var members) ->
                    PER_VALUE
                            + members.entrySet().stream()
                                    .mapToLong(member ->
                                            PER_VALUE
                                                    + bytes(member.getKey())
                                                    + bytes(member.getValue()))
                                    .sum();
        };
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static ChatRequest withoutEnd(ChatRequest request, int count) {
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        ChatMessage last = messages.removeLast();
        String text = last.text();
        int end = text.length() - count;
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        messages.add(
                new ChatMessage(
                        last.role(),
                        last.name(),
                        List.of(new ContentPart.Text(text.substring(0, end)))));
        return request.withMessages(messages);
    }

    private void report(String what) {
        context.dispositions()
                .add("truncation_length", Outcome.APPROXIMATED, what + " to fit " + budget);
    }
}
