package dev.parlance.engine.llama;

import dev.parlance.engine.llama.AdapterSet.Applied;
import dev.parlance.engine.llama.ffm.NativeContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes turns between choices with different adapters: a batch has one set of them. For one
/// thread.
final class AdapterGroups {
    private final NativeContext context;
    private AdapterSet used = AdapterSet.NONE;
    private AdapterSet last = AdapterSet.NONE;

    AdapterGroups(NativeContext context) {
        this.context = context;
    }

    /// Fills a batch with choices of the group whose turn it is, or of the first after it that has
    /// anything to compute, and gives the adapters of that group.
    AdapterSet fill(BatchPlan plan, @Nullable Generating[] slots) {
        Set<AdapterSet> groups = new LinkedHashSet<>();
        for (Generating generating : slots) {
            if (generating != null) {
                groups.add(generating.job().adapters());
            }
        }
        for (AdapterSet group : turns(List.copyOf(groups))) {
            plan.fill(slots, group);
            if (!plan.batched().isEmpty()) {
                last = group;
                return group;
            }
        }
        return used;
    }

    /// The groups in order, beginning after the one that came last.
    private List<AdapterSet> turns(List<AdapterSet> groups) {
        int next = groups.indexOf(last) + 1;
        List<AdapterSet> turns = new ArrayList<>(groups.subList(next, groups.size()));
        turns.addAll(groups.subList(0, next));
        return turns;
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
