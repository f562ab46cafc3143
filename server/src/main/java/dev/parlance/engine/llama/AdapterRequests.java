package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.engine.llama.child.ChildEngine;
import java.util.List;
import java.util.function.Function;

/// The way from requests about adapters to a loaded model's. Stateless.
final class AdapterRequests {
    private AdapterRequests() {}

    static AdapterCard load(
            CallContext context, LoadedModel model, String name, String path, double scale) {
        if (!model.facts().causal()) {
            throw Checks.unsupported("model", Capability.LORA, model);
        }
        return model.thread()
                .call(context.deadline(), () -> model.adapters().load(name, path, scale));
    }

    static List<AdapterCard> list(LoadedModel model) {
        return model.adapters().cards();
    }

    /// Removes one and gives those that are left.
    static List<AdapterCard> remove(LoadedModel model, String name) {
        model.adapters().remove(name);
        model.thread().wake();
        return list(model);
    }

    static List<AdapterCard> scale(LoadedModel model, List<AdapterUse> uses) {
        model.adapters().scale(uses);
        return list(model);
    }

    /// The refusal for a model in a process of its own, which has none.
    static <T> Function<ChildEngine, T> elsewhere(ModelId model) {
        return _ -> {
            throw new ApiException(
                    new Unsupported("model", Capability.LORA.phrase(), model.value()));
        };
    }

    /// The adapters for a request with these extensions.
    static AdapterSet of(LoadedModel model, JsonObject extensions) {
        return model.adapters().of(AdapterUse.read(extensions));
    }
}
