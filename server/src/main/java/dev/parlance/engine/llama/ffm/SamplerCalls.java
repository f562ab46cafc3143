package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/// The functions around samplers, with Java's types.
final class SamplerCalls {
    /// `struct llama_sampler_chain_params`.
    static final StructLayout CHAIN_PARAMS = structLayout(JAVA_BOOLEAN.withName("no_perf"));

    /// `struct llama_logit_bias`.
    static final StructLayout LOGIT_BIAS =
            structLayout(JAVA_INT.withName("token"), JAVA_FLOAT.withName("bias"));

    private final MethodHandle chain;
    private final MethodHandle add;
    private final MethodHandle free;
    private final MethodHandle sample;
    private final MethodHandle accept;
    private final MethodHandle greedy;
    private final MethodHandle dist;
    private final MethodHandle topK;
    private final MethodHandle topP;
    private final MethodHandle minP;
    private final MethodHandle typical;
    private final MethodHandle temperature;
    private final MethodHandle penalties;
    private final MethodHandle logitBias;

    SamplerCalls(Symbols symbols, Abi abi) {
        chain = symbols.bind("llama_sampler_chain_init", ADDRESS, CHAIN_PARAMS);
        add = symbols.bind("llama_sampler_chain_add", null, ADDRESS, ADDRESS);
        free = symbols.bind("llama_sampler_free", null, ADDRESS);
        sample = symbols.bind("llama_sampler_sample", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        accept = symbols.bind("llama_sampler_accept", null, ADDRESS, JAVA_INT);
        greedy = symbols.bind("llama_sampler_init_greedy", ADDRESS);
        dist = symbols.bind("llama_sampler_init_dist", ADDRESS, JAVA_INT);
        topK = symbols.bind("llama_sampler_init_top_k", ADDRESS, JAVA_INT);
        topP = symbols.bind("llama_sampler_init_top_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
        minP = symbols.bind("llama_sampler_init_min_p", ADDRESS, JAVA_FLOAT, JAVA_LONG);
        typical = symbols.bind("llama_sampler_init_typical", ADDRESS, JAVA_FLOAT, JAVA_LONG);
        temperature = symbols.bind("llama_sampler_init_temp", ADDRESS, JAVA_FLOAT);
        penalties = penalties(symbols, abi);
        logitBias =
                symbols.bind("llama_sampler_init_logit_bias", ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    }

    /// The function with the parameters that every release has, of which the first is ignored where
    /// the release does not have it.
    private static MethodHandle penalties(Symbols symbols, Abi abi) {
        String name = "llama_sampler_init_penalties";
        if (abi.newSamplers()) {
            return symbols.bind(
                    name, ADDRESS, JAVA_INT, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT);
        }
        MethodHandle handle =
                symbols.bind(name, ADDRESS, JAVA_INT, JAVA_FLOAT, JAVA_FLOAT, JAVA_FLOAT);
        return MethodHandles.dropArguments(handle, 0, int.class);
    }

    MemorySegment chain(MemorySegment params) {
        try {
            return (MemorySegment) chain.invokeExact(params);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    /// Hands `sampler` over to the chain, which frees it.
    void add(MemorySegment chain, MemorySegment sampler) {
        try {
            add.invokeExact(chain, sampler);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void free(MemorySegment sampler) {
        try {
            free.invokeExact(sampler);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    int sample(MemorySegment sampler, MemorySegment context, int row) {
        try {
            return (int) sample.invokeExact(sampler, context, row);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    void accept(MemorySegment sampler, int token) {
        try {
            accept.invokeExact(sampler, token);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment greedy() {
        try {
            return (MemorySegment) greedy.invokeExact();
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment dist(int seed) {
        try {
            return (MemorySegment) dist.invokeExact(seed);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment topK(int k) {
        try {
            return (MemorySegment) topK.invokeExact(k);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment topP(float p) {
        return withMinKeep(topP, p);
    }

    MemorySegment minP(float p) {
        return withMinKeep(minP, p);
    }

    MemorySegment typical(float p) {
        return withMinKeep(typical, p);
    }

    MemorySegment temperature(float value) {
        try {
            return (MemorySegment) temperature.invokeExact(value);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment penalties(
            int tokens, int lastTokens, float repeat, float frequency, float presence) {
        try {
            return (MemorySegment)
                    penalties.invokeExact(tokens, lastTokens, repeat, frequency, presence);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    MemorySegment logitBias(int tokens, int count, MemorySegment biases) {
        try {
            return (MemorySegment) logitBias.invokeExact(tokens, count, biases);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }

    private static MemorySegment withMinKeep(MethodHandle handle, float p) {
        try {
            return (MemorySegment) handle.invokeExact(p, 1L);
        } catch (Throwable e) {
            throw Symbols.failed(e);
        }
    }
}
