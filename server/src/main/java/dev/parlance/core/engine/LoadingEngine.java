package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelId;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/// An engine whose models come into memory when they are used and leave it again.
public interface LoadingEngine extends Engine {

    /// Loads a model, unless it is in memory, and waits for it.
    ///
    /// @param keepAlive how long it stays after its last use from now on; `null` for what is
    ///   configured
    /// @param progress told how much is loaded, 0 to 1, on the calling thread now and then; an
    ///   exception of its own ends the wait and not the load
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound`, `UpstreamFailed` with why it
    ///   cannot be loaded, `Overloaded` when there is no room, `DeadlineExceeded`
    void load(
            CallContext context,
            ModelId model,
            @Nullable KeepAlive keepAlive,
            DoubleConsumer progress);

    /// Loads a model with these options in place of what is configured, and waits for it. If it is
    /// in memory in another way, the requests that use it end there. The options hold until the
    /// next load with options; a load that fails leaves those from before.
    ///
    /// @param instead the model whose place it takes, which leaves memory once its requests have
    ///   ended, at once if there is no room beside it; `null` for none
    /// @param progress as [#load]
    /// @throws dev.parlance.core.problem.ApiException as [#load]
    void load(
            CallContext context,
            ModelId model,
            LoadOptions options,
            @Nullable ModelId instead,
            DoubleConsumer progress);

    /// By what the model is loaded, or would be now, every option with a value.
    ///
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound`
    LoadOptions options(ModelId model);

    /// Takes a model out of memory once the requests that use it have ended, and waits for that.
    /// The next request loads it again.
    ///
    /// @return false when it was not in memory
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound`, `DeadlineExceeded`
    boolean unload(CallContext context, ModelId model);
}
