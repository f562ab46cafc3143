package dev.parlance.core.engine;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.KeepAlive;
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

    /// Takes a model out of memory once the requests that use it have ended, and waits for that.
    /// The next request loads it again.
    ///
    /// @return false when it was not in memory
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound`, `DeadlineExceeded`
    boolean unload(CallContext context, ModelId model);
}
