package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.Capability;
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
        ChatPrompt chatPrompt = model.chatPrompt();
        if (chatPrompt == null) {
            throw Checks.unsupported("messages", Capability.CHAT, model);
        }
        List<String> pieces = chatPrompt.render(context, request, clock);
        boolean hasBos =
                !model.bosText().isEmpty() && pieces.getFirst().startsWith(model.bosText());
        int[] prompt = model.tokenize(context.deadline(), pieces, !hasBos, true);
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
}
