package dev.parlance.engine.llama;

import java.util.List;
import java.util.stream.Collectors;

/// The adapters that work on one choice. Choices with different ones cannot share a batch or a
/// computed prefix.
///
/// @param applied in order of their numbers, none with the scale 0
record AdapterSet(List<Applied> applied) {
    /// The model as it is.
    static final AdapterSet NONE = new AdapterSet(List.of());

    AdapterSet {
        applied = List.copyOf(applied);
    }

    /// One adapter with its scale.
    record Applied(LoadedAdapter adapter, float scale) {}

    /// A name for it: equal for those that compute the same.
    String key() {
        return applied.stream()
                .map(each -> each.adapter().id() + "*" + each.scale())
                .collect(Collectors.joining("+"));
    }

    boolean uses(LoadedAdapter adapter) {
        return applied.stream().anyMatch(each -> each.adapter() == adapter);
    }

    /// True when one of them has been freed.
    boolean isGone() {
        return applied.stream().anyMatch(each -> each.adapter().isFreed());
    }
}
