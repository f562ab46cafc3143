package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.tokens.NextTokens;
import dev.parlance.core.tokens.NextTokensRequest;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// `POST /v1/internal/logits`: how likely each token is to come next, as one flat object. Stateless
/// but for its gateway.
final class LogitsRoute {
    private static final int MAX_TOP = 10_000;
    private static final int USUAL_TOP = 50;

    private final Gateway gateway;

    private LogitsRoute(Gateway gateway) {
        this.gateway = gateway;
    }

    static Route of(Gateway gateway) {
        return Route.post("/v1/internal/logits", new LogitsRoute(gateway)::answer);
    }

    private void answer(HttpCall call) {
        CallContext context = call.context();
        Body body = Body.of(call);
        String prompt = body.text("prompt");
        int top = body.whole("top_logits", USUAL_TOP, 1, MAX_TOP);
        if (body.flag("use_samplers", false)) {
            throw BadField.of(
                    "value_error",
                    "use_samplers",
                    "'use_samplers' is true, but only probabilities by the model itself, before any"
                            + " sampler, are told here. Leave it out, or set it to false.");
        }
        body.reportUnread(context.dispositions(), "use_samplers is false");
        NextTokens next =
                gateway.nextTokens(
                        context,
                        new NextTokensRequest(
                                TokenRoutes.DEFAULT, new CompletionPrompt.Text(prompt), top));
        JsonWriter json = new JsonWriter().beginObject();
        chances(next).forEach(json::field);
        Answers.object(call, json);
    }

    /// Likelier first. Of tokens that look alike the likeliest is told.
    private static Map<String, Double> chances(NextTokens next) {
        Map<String, Double> chances = new LinkedHashMap<>();
        for (NextTokens.Candidate candidate : next.tokens()) {
            chances.putIfAbsent(shown(candidate.token()), Math.exp(candidate.logprob()));
        }
        return chances;
    }

    /// The token's text with escapes for control characters.
    static String shown(TextToken token) {
        byte[] bytes = new byte[token.bytes().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = token.bytes().get(i).byteValue();
        }
        StringBuilder text = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_8)
                .chars()
                .forEach(c -> text.append(escaped((char) c)));
        return text.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                    Character.isISOControl(c)
                            ? String.format(Locale.ROOT, "\\x%02x", (int) c)
                            : String.valueOf(c);
        };
    }
}
