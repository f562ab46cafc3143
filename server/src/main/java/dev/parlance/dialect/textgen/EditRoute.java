package dev.parlance.dialect.textgen;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.http.HttpCall;
import dev.parlance.http.Route;
import dev.parlance.wire.JsonWriter;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `POST /v1/edits` of OpenAI's first API: one chat turn of the default model, its message the
/// instruction with the text to edit below it. Thread-safe.
final class EditRoute {
    private final Gateway gateway;
    private final InstantSource clock;

    private EditRoute(Gateway gateway, InstantSource clock) {
        this.gateway = gateway;
        this.clock = clock;
    }

    static Route of(Gateway gateway, InstantSource clock) {
        return Route.post("/v1/edits", new EditRoute(gateway, clock)::answer);
    }

    private void answer(HttpCall call) {
        CallContext context = call.context();
        Body body = Body.of(call);
        String instruction = body.text("instruction");
        String input = body.optionalText("input");
        Sampling sampling = Sampling.DEFAULT;
        sampling = with(sampling, SamplingParameter.TEMPERATURE, body, "temperature", 2);
        sampling = with(sampling, SamplingParameter.TOP_P, body, "top_p", 1);
        int wanted = body.whole("n", 1, 1, 1);
        if (body.value("model") != null) {
            context.dispositions().ignored("model", "the default model answers");
        }
        body.reportUnread(context.dispositions(), "unknown field");
        String message =
                input == null || input.isEmpty() ? instruction : instruction + "\n" + input;
        ChatRequest request =
                ChatRequest.of(TokenRoutes.DEFAULT, List.of(ChatMessage.of(Role.USER, message)))
                        .withSampling(sampling)
                        .withN(wanted);
        ChatResult result = drain(call, request);
        JsonWriter json = new JsonWriter().beginObject();
        json.field("object", "edit");
        json.field("created", clock.millis());
        json.beginArray("choices").beginObject();
        json.field("text", result.choices().getFirst().text());
        json.field("index", 0);
        json.endObject().endArray();
        json.beginObject("usage");
        json.field("prompt_tokens", result.usage().inputTokens());
        json.field("completion_tokens", result.usage().outputTokens());
        json.field("total_tokens", result.usage().totalTokens());
        Answers.object(call, json.endObject());
    }

    private ChatResult drain(HttpCall call, ChatRequest request) {
        try (ChatStream stream = gateway.chat(call.context(), request)) {
            call.onDisconnect(stream::close);
            return ChatAccumulator.drain(stream);
        }
    }

    /// The sampling with this field, if it is given.
    static Sampling with(
            Sampling sampling, SamplingParameter parameter, Body body, String name, double max) {
        @Nullable Double value =
                body.optionalNumber(name, parameter.min(), Math.min(max, parameter.max()));
        return value == null ? sampling : sampling.with(parameter, value);
    }
}
