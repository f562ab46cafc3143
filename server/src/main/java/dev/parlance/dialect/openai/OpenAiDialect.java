package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.usage.Operation;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.http.RouteGroup;
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
    private final TextgenModels textgenModels;
    private final StyledChats chats;
    private final Sampling textgenDefaults;

    private OpenAiDialect(
            Gateway gateway,
            Stamps stamps,
            TextgenModels textgenModels,
            StyledChats chats,
            Sampling textgenDefaults) {
        this.gateway = gateway;
        this.stamps = stamps;
        this.textgenModels = textgenModels;
        this.chats = chats;
        this.textgenDefaults = textgenDefaults;
    }

    /// The group `openai`; all its routes want a key on a server that has keys.
    public static RouteGroup routes(Gateway gateway, Stamps stamps, Prompts prompts) {
        return routes(gateway, stamps, TextgenModels.USUAL, prompts, Sampling.DEFAULT);
    }

    /// The same with what is sampled under text-generation-webui's profiles when a request says
    /// nothing.
    public static RouteGroup routes(
            Gateway gateway, Stamps stamps, Prompts prompts, Sampling textgenDefaults) {
        return routes(gateway, stamps, TextgenModels.USUAL, prompts, textgenDefaults);
    }

    /// The same with what text-generation-webui's clients are told of models.
    public static RouteGroup routes(
            Gateway gateway, Stamps stamps, TextgenModels textgenModels, Prompts prompts) {
        return routes(gateway, stamps, textgenModels, prompts, Sampling.DEFAULT);
    }

    private static RouteGroup routes(
            Gateway gateway,
            Stamps stamps,
            TextgenModels textgenModels,
            Prompts prompts,
            Sampling textgenDefaults) {
        StyledChats chats = new StyledChats(gateway, prompts);
        OpenAiDialect dialect =
                new OpenAiDialect(gateway, stamps, textgenModels, chats, textgenDefaults);
        return new RouteGroup(
                "openai",
                OpenAiProblems.INSTANCE,
                Stream.concat(
                                Stream.of(
                                        Route.post(
                                                "/v1/chat/completions",
                                                GenerationBody.checked(dialect::chat)),
                                        Route.post(
                                                "/v1/completions",
                                                GenerationBody.checked(dialect::complete)),
                                        Route.post(
                                                "/v1/internal/chat-prompt",
                                                GenerationBody.checked(dialect::prompt)),
                                        Route.post(
                                                "/v1/embeddings",
                                                InputBody.checked(dialect::embed)),
                                        Route.post(
                                                "/v1/moderations",
                                                InputBody.checked(dialect::moderate)),
                                        Route.get("/v1/models", dialect::models),
                                        Route.get("/v1/models/{id+}", dialect::model),
                                        EnginePaths.of(
                                                gateway,
                                                GenerationBody.checked(dialect::chat),
                                                GenerationBody.checked(dialect::complete),
                                                dialect::embed)),
                                Stream.concat(
                                        LocalRoutes.of(gateway, stamps).stream(),
                                        AdapterRoutes.of(gateway).stream()))
                        .toList());
    }

    private void chat(HttpCall call) throws IOException {
        long start = System.nanoTime();
        CallContext context = call.context();
        StyledChats.Styled styled = styled(call, GenerationBody.chat(call, gateway));
        ChatCall decoded = styled.call();
        ReplyProfile profile = ReplyProfile.of(context.profile());
        ReplyHead head = profile.chatHead(stamps);
        Lifeline lifeline = Lifeline.of(call);
        try (ChatStream stream =
                lifeline.open(
                        () -> styled.reply().apply(gateway.chat(context, decoded.request())))) {
            if (decoded.delivery().stream()) {
                timed(call, start);
                EventReply.send(
                        call,
                        lifeline,
                        stream,
                        profile.chatEvents(head, decoded, stamps),
                        profile.comment(stamps));
            } else {
                ChatResult result = lifeline.run(() -> ChatAccumulator.drain(stream));
                timed(call, start);
                call.reply(Reply.json(profile.chat(result, head, decoded)));
            }
        }
    }

    private RequestRules rules(CallContext context) {
        return RequestRules.of(context.profile()).with(textgenDefaults.values());
    }

    private StyledChats.Styled styled(HttpCall call, JsonValue body) {
        CallContext context = call.context();
        return chats.read(
                context,
                body,
                rest -> ChatRequestDecoder.decode(rest, rules(context), context.dispositions()));
    }

    /// What a chat request becomes, as text-generation-webui shows it; nothing is generated.
    private void prompt(HttpCall call) throws IOException {
        CallContext context = call.context();
        JsonValue body = LocalFields.withModel(GenerationBody.chat(call, gateway));
        RenderedChat rendered =
                Lifeline.of(call)
                        .run(() -> gateway.render(context, styled(call, body).call().request()));
        call.reply(Reply.json(TokenReplies.prompt(rendered)));
    }

    private void complete(HttpCall call) throws IOException {
        long start = System.nanoTime();
        CallContext context = call.context();
        CompletionCall decoded =
                CompletionRequestDecoder.decode(
                        chats.presets().in(GenerationBody.completion(call, gateway)),
                        rules(context),
                        context.dispositions());
        if (decoded.picks()) {
            requireLogprobs(context, decoded.requests().getFirst());
        }
        ReplyProfile profile = ReplyProfile.of(context.profile());
        ReplyHead head = profile.completionHead(stamps);
        Lifeline lifeline = Lifeline.of(call);
        try (ChatStream stream = lifeline.open(() -> complete(context, decoded))) {
            if (decoded.delivery().stream()) {
                timed(call, start);
                EventReply.send(
                        call,
                        lifeline,
                        stream,
                        profile.completionEvents(head, decoded, stamps),
                        profile.comment(stamps));
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
        EmbeddingCall decoded =
                EmbeddingCall.decode(
                        InputBody.read(call, gateway, Operation.EMBEDDINGS),
                        context.dispositions());
        EmbeddingRequest request = asText(context, decoded.request());
        EmbeddingResult result = Lifeline.of(call).run(() -> gateway.embed(context, request));
        timed(call, start);
        call.reply(Reply.json(EmbeddingReplyEncoder.encode(result, decoded.base64())));
    }

    private void moderate(HttpCall call) throws IOException {
        CallContext context = call.context();
        var request =
                ModerationCall.decode(
                        InputBody.read(call, gateway, Operation.MODERATION),
                        context.dispositions());
        var result = Lifeline.of(call).run(() -> gateway.moderate(context, request));
        byte[] reply =
                switch (context.profile()) {
                    case TEXTGEN, TEXTGEN_2023 ->
                            ModerationReplies.textgen(result, stamps.numberedHead("modr-"));
                    case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 ->
                            ModerationReplies.openAi(result, stamps.head("modr-"));
                };
        call.reply(Reply.json(reply));
    }

    /// Tokens as text, unless the model itself takes tokens: those of one of OpenAI's names never
    /// are tokens of the model behind it.
    private EmbeddingRequest asText(CallContext context, EmbeddingRequest request) {
        if (request.inputs().stream().noneMatch(EmbeddingInput.Tokens.class::isInstance)) {
            return request;
        }
        ModelCard card = gateway.operator().model(context, request.model(), Operation.EMBEDDINGS);
        boolean foreign =
                request.model().value().startsWith("text-embedding-")
                        && !card.id().equals(request.model());
        return foreign || !card.can(Capability.TOKEN_PROMPT)
                ? Cl100k.decode(request, context.dispositions())
                : request;
    }

    private void models(HttpCall call) {
        CallContext context = call.context();
        byte[] list =
                switch (context.profile()) {
                    case TEXTGEN -> textgenModels.list(gateway, context);
                    case TEXTGEN_2023 -> textgenModels.withDummies().list(gateway, context);
                    case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 ->
                            ModelEncoder.list(gateway.models(context));
                };
        call.reply(Reply.json(list));
    }

    private void model(HttpCall call) {
        CallContext context = call.context();
        String id = call.pathParameter("id");
        byte[] model =
                switch (context.profile()) {
                    case TEXTGEN, TEXTGEN_2023 -> TextgenModels.one(id);
                    case OPENAI, H2OGPT, LLMSTUDIO_0_3, LLMSTUDIO_1 ->
                            ModelEncoder.one(gateway.model(context, id));
                };
        call.reply(Reply.json(model));
    }

    /// OpenAI's header for the time spent so far, in whole milliseconds.
    private static void timed(HttpCall call, long start) {
        long millis = (System.nanoTime() - start) / 1_000_000;
        call.header("openai-processing-ms", Long.toString(millis));
    }
}
