package dev.parlance.core;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.model.ModelState;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/// An engine whose every answer a test gives as a function.
public final class ListedEngine implements ChatEngine {
    private final String name;
    private final List<ModelCard> cards;
    private final BiFunction<CallContext, ChatRequest, ChatStream> answer;
    private final List<ChatRequest> requests = new ArrayList<>();

    /// An engine with these models.
    public ListedEngine(
            String name,
            List<ModelCard> cards,
            BiFunction<CallContext, ChatRequest, ChatStream> answer) {
        this.name = name;
        this.cards = List.copyOf(cards);
        this.answer = answer;
    }

    /// A card of a model with these capabilities, no sampling parameter but temperature.
    public static ModelCard card(String id, Capability... capabilities) {
        return new ModelCard(
                new ModelId(id),
                "listed",
                "tests",
                Instant.EPOCH,
                Set.of(capabilities),
                Set.of(SamplingParameter.TEMPERATURE),
                null,
                ModelState.READY,
                1);
    }

    /// `Started`, these texts, `Finished`.
    public static List<ChatEvent> reply(String model, String... texts) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Started(new ModelId(model), null));
        for (String text : texts) {
            events.add(new ChatEvent.TextDelta(0, text));
        }
        events.add(
                new ChatEvent.Finished(
                        List.of(FinishReason.STOP), Usage.of(3, Math.max(1, texts.length))));
        return events;
    }

    /// What it was asked, in order.
    public List<ChatRequest> requests() {
        return requests;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ModelCard> models() {
        return cards;
    }

    @Override
    public ChatStream chat(CallContext context, ModelId model, ChatRequest request) {
        requests.add(request);
        return answer.apply(context, request);
    }

    @Override
    public void close() {}
}
