package dev.parlance.engine.llama;

import dev.parlance.engine.llama.AdapterSet.Applied;
import dev.parlance.engine.llama.ffm.NativeContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes turns between choices with different adapters: a batch has one set of them. For one
/// thread.
final class AdapterGroups {
    private final NativeContext context;
    private AdapterSet used = AdapterSet.NONE;
    private String last = "";

    AdapterGroups(NativeContext context) {
        this.context = context;
    }

    /// Fills a batch with choices of the group whose turn it is, or of the first after it that has
    /// anything to compute, and gives the adapters of that group.
    AdapterSet fill(BatchPlan plan, @Nullable Generating[] slots) {
        Map<String, AdapterSet> groups = new LinkedHashMap<>();
        for (Generating generating : slots) {
            if (generating != null) {
                AdapterSet adapters = generating.job().adapters();
                groups.putIfAbsent(adapters.key(), adapters);
            }
        }
        if (groups.size() < 2) {
            plan.fill(slots);
            return groups.isEmpty() ? used : groups.values().iterator().next();
        }
        for (String key : turns(new ArrayList<>(groups.keySet()))) {
            plan.fill(only(slots, key));
            if (!plan.batched().isEmpty()) {
                last = key;
                return groups.getOrDefault(key, AdapterSet.NONE);
            }
        }
        return used;
    }

    /// The groups in order, beginning after the one that came last.
    private List<String> turns(List<String> keys) {
        int next = keys.indexOf(last) + 1;
        List<String> turns = new ArrayList<>(keys.subList(next, keys.size()));
        turns.addAll(keys.subList(0, next));
        return turns;
    }

    private static @Nullable Generating[] only(@Nullable Generating[] slots, String key) {
        @Nullable Generating[] some = slots.clone();
        for (int i = 0; i < some.length; i++) {
            Generating generating = some[i];
            if (generating != null && !generating.job().adapters().key().equals(key)) {
                some[i] = null;
            }
        }
        return some;
    }

    /// Makes these adapters work on the next batch.
    void use(AdapterSet adapters) {
        if (!adapters.equals(used)) {
            context.use(
                    adapters.applied().stream().map(each -> each.adapter().weights()).toList(),
                    adapters.applied().stream().map(Applied::scale).toList());
            used = adapters;
        }
    }

    /// Lets go of an adapter; false while a choice uses it.
    boolean release(LoadedAdapter adapter, @Nullable Generating[] slots) {
        for (Generating generating : slots) {
            if (generating != null && generating.job().adapters().uses(adapter)) {
                return false;
            }
        }
        if (used.uses(adapter)) {
            use(AdapterSet.NONE);
        }
        return true;
    }
}
