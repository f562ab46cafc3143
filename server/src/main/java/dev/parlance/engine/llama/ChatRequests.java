package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.Capability;
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
        ChatPrompt chatPrompt = chatPrompt(model);
        List<String> pieces = chatPrompt.render(context, request, clock);
        int[] prompt = tokens(context, model, pieces);
        ReplyFormat format = chatPrompt.format();
        ToolOffer offer = ToolOffer.of(request);
        String opening = format.opening(String.join("", pieces));
        ReplyPlan reply = new ReplyPlan(() -> format.parser(offer, opening), model.markers());
        return Generations.start(
                context,
                model,
                new Generations.Wish(
                        prompt,
                        "messages",
                        "",
                        request.sampling(),
                        request.stop(),
                        request.n(),
                        request.maxTokens(),
                        request.topLogprobs(),
                        model.constraints().filter(context, request.constraint()),
                        reply));
    }

    /// The prompt that the request becomes, without answering it.
    RenderedChat render(CallContext context, LoadedModel model, ChatRequest request) {
        List<String> pieces = chatPrompt(model).render(context, request, clock);
        int[] tokens = tokens(context, model, pieces);
        return new RenderedChat(
                String.join("", pieces), TokenRequests.pieces(context, model, tokens));
    }

    private static ChatPrompt chatPrompt(LoadedModel model) {
        ChatPrompt chatPrompt = model.chatPrompt();
        if (chatPrompt == null) {
            throw Checks.unsupported("messages", Capability.CHAT, model);
        }
        return chatPrompt;
    }

    private static int[] tokens(CallContext context, LoadedModel model, List<String> pieces) {
        boolean hasBos =
                !model.bosText().isEmpty() && pieces.getFirst().startsWith(model.bosText());
        return model.tokenize(context.deadline(), pieces, !hasBos, true);
    }
}
