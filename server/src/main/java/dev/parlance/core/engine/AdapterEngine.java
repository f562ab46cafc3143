package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.model.ModelId;
import java.util.List;

/// An engine whose models can have LoRA adapters beside them, which come and go without the model.
/// They go with the model when it leaves memory.
public interface AdapterEngine extends Engine {

    /// The adapters of a model, which is loaded if need be.
    List<AdapterCard> adapters(CallContext context, ModelId model);

    /// The files that may be loaded beside a model, as paths that [#loadAdapter] takes; the model
    /// need not be in memory.
    List<String> adapterFiles(CallContext context, ModelId model);

    /// Loads an adapter, and the model if need be.
    ///
    /// @param path relative to the folder of the model's file
    /// @param scale for requests that do not say
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when the name is taken, or
    ///   the file is no adapter that fits the model
    AdapterCard loadAdapter(
            CallContext context, ModelId model, String name, String path, double scale);

    /// Removes an adapter; replies that use it are finished first, in the background.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when there is none
    void removeAdapter(CallContext context, ModelId model, String name);

    /// Sets what requests get that do not say.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` for an unknown adapter
    void scaleAdapters(CallContext context, ModelId model, List<AdapterUse> uses);
}
