package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A chain of llama.cpp's samplers, in llama.cpp's order: bias, penalties, top-k, typical, top-p,
/// min-p, temperature, draw. It remembers tokens for the penalties, so each request has its own.
/// For one thread at a time.
public final class NativeSampler implements AutoCloseable {
    private final SamplerCalls calls;
    private final MemorySegment chain;
    private final int vocabularySize;
    private boolean closed;

    /// A chain for a model's tokens.
    public NativeSampler(NativeModel model, SamplerOptions options) {
        this.calls = model.library().samplers();
        this.vocabularySize = model.vocabulary().size();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment params = arena.allocate(SamplerCalls.CHAIN_PARAMS);
            params.set(ValueLayout.JAVA_BOOLEAN, 0, true);
            chain = calls.chain(params);
            bias(options, arena);
        }
        if (options.penalises()) {
            calls.add(
                    chain,
                    calls.penalties(
                            vocabularySize,
                            options.penaltyTokens(),
                            options.repetitionPenalty(),
                            options.frequencyPenalty(),
                            options.presencePenalty()));
        }
        if (options.temperature() <= 0) {
            calls.add(chain, calls.greedy());
        } else {
            draw(options);
        }
    }

    private void draw(SamplerOptions options) {
        if (options.topK() > 0 && options.topK() < vocabularySize) {
            calls.add(chain, calls.topK(options.topK()));
        }
        if (options.typicalP() < 1) {
            calls.add(chain, calls.typical(options.typicalP()));
        }
        if (options.topP() < 1) {
            calls.add(chain, calls.topP(options.topP()));
        }
        if (options.minP() > 0) {
            calls.add(chain, calls.minP(options.minP()));
        }
        calls.add(chain, calls.temperature(options.temperature()));
        calls.add(chain, calls.dist(options.seed()));
    }

    private void bias(SamplerOptions options, Arena arena) {
        if (options.logitBias().isEmpty()) {
            return;
        }
        MemorySegment biases = arena.allocate(SamplerCalls.LOGIT_BIAS, options.logitBias().size());
        int[] next = {0};
        options.logitBias()
                .forEach((token, bias) -> {
                    int at = next[0]++ * 2;
                    biases.setAtIndex(ValueLayout.JAVA_INT, at, checked(token));
                    biases.setAtIndex(ValueLayout.JAVA_FLOAT, at + 1, bias);
                });
        calls.add(chain, calls.logitBias(vocabularySize, next[0], biases));
    }

    /// Notes a token for the penalties without drawing it, as for the end of a prompt.
    public void accept(int token) {
        calls.accept(requireOpen(), checked(token));
    }

    int sample(MemorySegment context, int row) {
        return calls.sample(requireOpen(), context, row);
    }

    /// Returns if native sampling would survive these logits.
    static void requireFinite(MemorySegment logits) {
        int finite = 0;
        long count = logits.byteSize() / 4;
        for (long i = 0; i < count; i++) {
            float value = logits.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            if (Float.isFinite(value)) {
                finite++;
            } else if (value != Float.NEGATIVE_INFINITY) {
                throw new NativeException(
                        "The model computed something that is not a number: its weights are"
                                + " damaged or overflow.");
            }
        }
        if (finite == 0) {
            throw new NativeException("The model finds every token impossible.");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            calls.free(chain);
        }
    }

    private MemorySegment requireOpen() {
        if (closed) {
            throw new IllegalStateException("the sampler is closed");
        }
        return chain;
    }

    private int checked(int token) {
        if (token < 0 || token >= vocabularySize) {
            throw new IllegalArgumentException(
                    "token id " + token + " is not from 0 to " + (vocabularySize - 1));
        }
        return token;
    }
}
