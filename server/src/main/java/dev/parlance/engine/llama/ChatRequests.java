package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.engine.llama.reply.ReplyFormat;
import dev.parlance.engine.llama.reply.ToolOffer;
import java.time.Clock;
import java.util.List;

/// The way from a conversation to work for a loaded model's thread. Thread-safe.
final class ChatRequests {
    private final Clock clock;

    ChatRequests(Clock clock) {
        this.clock = clock;
    }

    ChatStream chat(CallContext context, LoadedModel model, ChatRequest request) {
        ChatForm form = model.forms().of(context, request);
        ChatPrompt chatPrompt = form.prompt();
        Fitted fitted = fit(context, model, chatPrompt, request);
        List<String> pieces = fitted.pieces();
        ReplyFilters replies = form.replies();
        ReplyFormat format = chatPrompt.format();
        ToolOffer offer = ToolOffer.of(request);
        String opening = format.opening(String.join("", pieces));
        ReplyPlan reply = new ReplyPlan(() -> format.parser(offer, opening), form.markers());
        return Generations.start(
                context,
                model,
                new Generations.Wish(
                        fitted.prompt(),
                        "messages",
                        "",
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs(),
                        replies.of(context, request, offer, opening),
                        AdapterRequests.of(model, request.extensions()),
                        reply));
    }

    /// A rendered conversation and its tokens.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never written to
    private record Fitted(List<String> pieces, int[] prompt) {}

    /// The conversation, without its oldest turns when it is too long and they may be dropped.
    private Fitted fit(
            CallContext context, LoadedModel model, ChatPrompt chatPrompt, ChatRequest request) {
        int room = PromptFit.room(model, request.maxTokens());
        List<ChatMessage> messages = request.messages();
        while (true) {
            List<String> pieces = chatPrompt.render(context, request.withMessages(messages), clock);
            int[] prompt = tokens(context, model, request, pieces);
            double share = 1 - (double) room / prompt.length;
            List<ChatMessage> shorter =
                    prompt.length <= room || !PromptFit.drops(model)
                            ? null
                            : PromptFit.withoutOldest(messages, share);
            if (shorter == null) {
                int dropped = request.messages().size() - messages.size();
                if (dropped > 0) {
                    PromptFit.report(context, "messages", dropped + " older messages were dropped");
                }
                return new Fitted(pieces, prompt);
            }
            messages = shorter;
        }
    }

    /// The prompt that the request becomes, without answering it.
    RenderedChat render(CallContext context, LoadedModel model, ChatRequest request) {
        ChatPrompt chatPrompt = model.forms().of(context, request).prompt();
        List<String> pieces = chatPrompt.render(context, request, clock);
        int[] tokens = tokens(context, model, request, pieces);
        return new RenderedChat(
                String.join("", pieces), TokenRequests.pieces(context, model, tokens));
    }

    private static int[] tokens(
            CallContext context, LoadedModel model, ChatRequest request, List<String> pieces) {
        boolean hasBos =
                !model.bosText().isEmpty() && pieces.getFirst().startsWith(model.bosText());
        boolean adds = ChatPrompt.flag(request, ChatPrompt.SPECIAL_TOKENS, true);
        return model.tokenize(context.deadline(), pieces, adds && !hasBos, true);
    }
}
