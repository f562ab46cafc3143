package dev.parlance.core.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/// Which samplers run, and in which order.
///
/// @param stages first to run first, each at most once
/// @param others true when samplers that are not listed run too, before those that are
/// @param implied true when the request did not ask for it, so that an engine without orders has
///   ignored nothing
public record SamplerOrder(List<SamplerStage> stages, boolean others, boolean implied) {
    /// llama.cpp's order, and every sampler in it.
    public static final SamplerOrder USUAL =
            new SamplerOrder(Arrays.asList(SamplerStage.values()), true);

    public SamplerOrder {
        stages = List.copyOf(stages);
        if (new HashSet<>(stages).size() < stages.size()) {
            throw new IllegalArgumentException("a sampler is listed twice: " + stages);
        }
    }

    /// An order that a request asked for.
    public SamplerOrder(List<SamplerStage> stages, boolean others) {
        this(stages, others, false);
    }

    /// All that may run, in order.
    public List<SamplerStage> all() {
        if (!others) {
            return stages;
        }
        List<SamplerStage> all = new ArrayList<>(Arrays.asList(SamplerStage.values()));
        all.removeAll(stages);
        all.addAll(stages);
        return List.copyOf(all);
    }
}
