package dev.parlance.dialect.openai;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.embedding.RerankResult;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.RenderedChat;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Reply;
import dev.parlance.http.Route;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.util.List;

/// The routes that local servers have beside OpenAI's: reranking as Cohere, Jina, vLLM and
/// llama.cpp's server do it, tokens as the latter two do, gaps filled as llama.cpp's server does,
/// and what may come next.
///
/// Thread-safe.
final class LocalRoutes {
    private final Gateway gateway;
    private final Stamps stamps;

    private LocalRoutes(Gateway gateway, Stamps stamps) {
        this.gateway = gateway;
        this.stamps = stamps;
    }

    static List<Route> of(Gateway gateway, Stamps stamps) {
        LocalRoutes local = new LocalRoutes(gateway, stamps);
        return List.of(
                Route.post("/v1/rerank", local::rerank),
                Route.post("/v2/rerank", local::rerank),
                Route.post("/rerank", local::rerank),
                Route.post("/tokenize", local::tokenize),
                Route.post("/detokenize", local::detokenize),
                Route.post("/apply-template", local::render),
                Route.post("/next-tokens", local::nextTokens),
                Route.post("/infill", local::infill));
    }

    private void rerank(HttpCall call) throws IOException {
        CallContext context = call.context();
        RerankCall decoded = RerankCall.decode(body(call), context.dispositions());
        RerankResult result =
                Lifeline.of(call).run(() -> gateway.rerank(context, decoded.request()));
        call.reply(Reply.json(RerankReplyEncoder.encode(result, stamps.head("rerank-"), decoded)));
    }

    private void tokenize(HttpCall call) throws IOException {
        CallContext context = call.context();
        TokenizeCall decoded = TokenizeCall.decode(body(call), context.dispositions());
        List<TextToken> tokens = Lifeline.of(call).run(() -> tokens(context, decoded));
        Integer length = gateway.model(context, decoded.model().value()).contextLength();
        call.reply(Reply.json(TokenReplies.tokens(tokens, length, decoded)));
    }

    private List<TextToken> tokens(CallContext context, TokenizeCall decoded) {
        if (decoded.text() != null) {
            return gateway.tokenize(context, decoded.text());
        }
        if (decoded.chat() == null) {
            throw new IllegalStateException("neither text nor conversation");
        }
        return gateway.render(context, decoded.chat()).tokens();
    }

    private void detokenize(HttpCall call) throws IOException {
        CallContext context = call.context();
        FieldReader body = FieldReader.of("", body(call));
        ModelId model = LocalFields.model(body);
        List<Integer> ids = TokenIds.readAny("tokens", body.required("tokens"));
        body.reportUnread(context.dispositions());
        String text = Lifeline.of(call).run(() -> gateway.detokenize(context, model, ids));
        call.reply(Reply.json(TokenReplies.text(text)));
    }

    private void render(HttpCall call) throws IOException {
        CallContext context = call.context();
        var request = TokenizeCall.chat(body(call), context.dispositions());
        RenderedChat rendered = Lifeline.of(call).run(() -> gateway.render(context, request));
        call.reply(Reply.json(TokenReplies.rendered(rendered)));
    }

    private void nextTokens(HttpCall call) throws IOException {
        CallContext context = call.context();
        NextTokensRequest request = NextTokensCall.decode(body(call), context.dispositions());
        NextTokens next = Lifeline.of(call).run(() -> gateway.nextTokens(context, request));
        call.reply(Reply.json(TokenReplies.next(next)));
    }

    private void infill(HttpCall call) throws IOException {
        CallContext context = call.context();
        InfillCall decoded = InfillCall.decode(body(call), context.dispositions());
        Lifeline lifeline = Lifeline.of(call);
        try (ChatStream stream =
                lifeline.open(() -> gateway.complete(context, decoded.request()))) {
            if (decoded.stream()) {
                EventReply.send(call, lifeline, stream, new InfillReplies());
            } else {
                ChatResult result = lifeline.run(() -> ChatAccumulator.drain(stream));
                call.reply(Reply.json(InfillReplies.whole(result)));
            }
        }
    }

    private static JsonValue body(HttpCall call) {
        return Json.parse(call.body());
    }
}
