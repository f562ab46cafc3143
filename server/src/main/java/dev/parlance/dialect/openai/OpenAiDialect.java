package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// The routes of OpenAI's serving core and those that local servers have beside them, each from
/// bytes to the gateway and back.
///
/// Thread-safe.
public final class OpenAiDialect {
    private final Gateway gateway;
    private final Stamps stamps;

    private OpenAiDialect(Gateway gateway, Stamps stamps) {
        this.gateway = gateway;
        this.stamps = stamps;
    }

    /// The group `openai`; all its routes want a key on a server that has keys.
    public static RouteGroup routes(Gateway gateway, Stamps stamps) {
        OpenAiDialect dialect = new OpenAiDialect(gateway, stamps);
        return new RouteGroup(
                "openai",
                OpenAiProblems.INSTANCE,
                Stream.concat(
                                Stream.of(
                                        Route.post("/v1/chat/completions", dialect::chat),
                                        Route.post("/v1/completions", dialect::complete),
                                        Route.post("/v1/embeddings", dialect::embed),
                                        Route.get("/v1/models", dialect::models),
                                        Route.get("/v1/models/{id+}", dialect::model)),
                                Stream.concat(
                                        LocalRoutes.of(gateway, stamps).stream(),
                                        AdapterRoutes.of(gateway).stream()))
                        .toList());
    }

    private void chat(HttpCall call) throws IOException {
        long start = System.nanoTime();
        CallContext context = call.context();
        ChatCall decoded = ChatRequestDecoder.decode(body(call), context.dispositions());
        ReplyProfile profile = ReplyProfile.of(context.profile());
        ReplyHead head = stamps.head("chatcmpl-");
        Lifeline lifeline = Lifeline.of(call);
        try (ChatStream stream = lifeline.open(() -> gateway.chat(context, decoded.request()))) {
            if (decoded.delivery().stream()) {
                timed(call, start);
                EventReply.send(call, lifeline, stream, profile.chatEvents(head, decoded, stamps));
            } else {
                ChatResult result = lifeline.run(() -> ChatAccumulator.drain(stream));
                timed(call, start);
                call.reply(Reply.json(profile.chat(result, head, decoded)));
            }
        }
    }

    private void complete(HttpCall call) throws IOException {
        long start = System.nanoTime();
        CallContext context = call.context();
        CompletionCall decoded =
                CompletionRequestDecoder.decode(body(call), context.dispositions());
        if (decoded.picks()) {
            requireLogprobs(context, decoded.requests().getFirst());
        }
        ReplyProfile profile = ReplyProfile.of(context.profile());
        ReplyHead head = stamps.head("cmpl-");
        Lifeline lifeline = Lifeline.of(call);
        try (ChatStream stream = lifeline.open(() -> complete(context, decoded))) {
            if (decoded.delivery().stream()) {
                timed(call, start);
                EventReply.send(
                        call, lifeline, stream, profile.completionEvents(head, decoded, stamps));
            } else {
                ChatResult all = lifeline.run(() -> ChatAccumulator.drain(stream));
                int candidates = decoded.requests().getFirst().n();
                ChatResult result =
                        decoded.picks() ? BestOf.pick(all, candidates, decoded.choices()) : all;
                timed(call, start);
                call.reply(Reply.json(profile.completion(result, head, decoded)));
            }
        }
    }

    private ChatStream complete(CallContext context, CompletionCall decoded) {
        List<CompletionRequest> requests = decoded.requests();
        return requests.size() == 1
                ? gateway.complete(context, requests.getFirst())
                : new PromptSequence(requests, request -> gateway.complete(context, request));
    }

    /// Refuses `best_of` by its own name, before the gateway misses log probabilities that the
    /// client never asked for.
    private void requireLogprobs(CallContext context, CompletionRequest request) {
        ModelCard card = gateway.model(context, request.model().value());
        if (!card.can(Capability.LOGPROBS)) {
            throw new ApiException(
                    new Unsupported("best_of", Capability.LOGPROBS.phrase(), card.id().value()));
        }
    }

    private void embed(HttpCall call) throws IOException {
        long start = System.nanoTime();
        CallContext context = call.context();
        EmbeddingCall decoded = EmbeddingCall.decode(body(call), context.dispositions());
        EmbeddingResult result =
                Lifeline.of(call).run(() -> gateway.embed(context, decoded.request()));
        timed(call, start);
        call.reply(Reply.json(EmbeddingReplyEncoder.encode(result, decoded.base64())));
    }

    private void models(HttpCall call) {
        call.reply(Reply.json(ModelEncoder.list(gateway.models(call.context()))));
    }

    private void model(HttpCall call) {
        ModelCard card = gateway.model(call.context(), call.pathParameter("id"));
        call.reply(Reply.json(ModelEncoder.one(card)));
    }

    private static JsonValue body(HttpCall call) {
        return Json.parse(call.body());
    }

    /// OpenAI's header for the time spent so far, in whole milliseconds.
    private static void timed(HttpCall call, long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        call.header("openai-processing-ms", Long.toString(millis));
    }
}
