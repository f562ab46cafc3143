package dev.parlance.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatEvent;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionPrompt;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.embedding.EmbeddingInput;
import dev.parlance.core.embedding.EmbeddingOptions;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.route.Router;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.core.tokens.TextToken;
import dev.parlance.core.tokens.TokenizeRequest;
import dev.parlance.core.usage.LedgerEntry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An open engine behind a gateway, with what all contracts need. Closed by the contract.
final class EngineHarness implements AutoCloseable {
    /// Longer than any answer takes on a busy machine; only a hang gets here.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final EngineSubject subject;
    final Engine engine;
    final Admission admission = new Admission(new AdmissionLimits(16, 64, PATIENCE));
    final List<LedgerEntry> ledger = new CopyOnWriteArrayList<>();
    final Gateway gateway;

    EngineHarness(EngineSubject subject) {
        this.subject = subject;
        this.engine = subject.opener().get();
        this.gateway =
                new Gateway(
                        new Router(List.of(engine), Map.of()),
                        admission,
                        ledger::add,
                        Clock.systemUTC());
    }

    @Override
    public void close() {
        engine.close();
    }

    ChatEngine chatEngine() {
        assertThat(engine).isInstanceOf(ChatEngine.class);
        return (ChatEngine) engine;
    }

    ModelCard card() {
        return engine.models().stream()
                .filter(card -> card.id().equals(subject.model()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no card for " + subject.model()));
    }

    boolean can(Capability capability) {
        return card().can(capability);
    }

    static CallContext context() {
        return context(Deadline.after(PATIENCE));
    }

    static CallContext context(Deadline deadline) {
        return new CallContext(
                Caller.ANONYMOUS,
                "contract",
                deadline,
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    ChatRequest shortChat() {
        return subject.shortChat().withMaxTokens(EngineSubject.SHORT_TOKENS);
    }

    ChatRequest longChat(int maxTokens) {
        return subject.longChat().withMaxTokens(maxTokens);
    }

    /// The stalling chat; a test of an engine that never stalls is skipped.
    ChatRequest stallingChat() {
        ChatRequest request = subject.stallingChat();
        assumeTrue(request != null, "this engine never stalls");
        return Objects.requireNonNull(request);
    }

    /// The model's context length; a test of a model whose length is not known is skipped.
    int contextLength() {
        Integer limit = card().contextLength();
        assumeTrue(limit != null, "the model's context length is not known");
        return Objects.requireNonNull(limit);
    }

    /// This sampling made greedy and seeded as far as the model's card allows.
    Sampling repeatable(Sampling sampling) {
        Sampling result = sampling;
        if (card().sampling().contains(SamplingParameter.TEMPERATURE)) {
            result = result.with(SamplingParameter.TEMPERATURE, 0);
        }
        return can(Capability.SEED) ? result.withSeed(7L) : result;
    }

    CompletionRequest completion(String prompt, int maxTokens) {
        return completion(new CompletionPrompt.Text(prompt), null, false, List.of(), 1, maxTokens);
    }

    CompletionRequest completion(
            CompletionPrompt prompt,
            @Nullable String suffix,
            boolean echo,
            List<String> stop,
            int n,
            int maxTokens) {
        return new CompletionRequest(
                subject.model(),
                prompt,
                suffix == null ? null : Infill.before(suffix),
                echo,
                repeatable(subject.longChat().sampling()),
                stop,
                n,
                maxTokens,
                null,
                JsonObject.EMPTY);
    }

    EmbeddingRequest embedding(@Nullable Integer dimensions, String... texts) {
        List<EmbeddingInput> inputs = new ArrayList<>();
        for (String text : texts) {
            inputs.add(new EmbeddingInput.Text(text));
        }
        return new EmbeddingRequest(
                subject.model(), inputs, dimensions, EmbeddingOptions.DEFAULT, JsonObject.EMPTY);
    }

    /// The ids of this text's tokens; a test of an engine without a tokenizer is skipped.
    List<Integer> ids(String text) {
        assumeTrue(engine instanceof TokenizerEngine);
        return gateway.tokenize(context(), TokenizeRequest.of(subject.model(), text)).stream()
                .map(TextToken::id)
                .toList();
    }

    ChatResult chat(ChatRequest request) {
        return drain(() -> gateway.chat(context(), request));
    }

    ChatResult complete(CompletionRequest request) {
        return drain(() -> gateway.complete(context(), request));
    }

    List<ChatEvent> events(ChatRequest request) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = gateway.chat(context(), request)) {
            while (stream.hasNext()) {
                events.add(stream.next());
            }
        }
        return events;
    }

    static ChatResult drain(Supplier<ChatStream> open) {
        try (ChatStream stream = open.get()) {
            return ChatAccumulator.drain(stream);
        }
    }

    /// The problem that opening or pulling ends with.
    static ApiProblem problem(Supplier<ChatStream> open) {
        try {
            ChatResult result = drain(open);
            throw new AssertionError("no problem but " + result);
        } catch (ApiException e) {
            return e.problem();
        }
    }
}
