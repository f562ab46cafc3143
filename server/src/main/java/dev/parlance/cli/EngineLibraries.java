package dev.parlance.cli;

import dev.parlance.config.Config;
import java.util.List;
import java.util.function.Consumer;

/// What can list, fetch and remove the native libraries of the llama engine; `app` is the one that
/// can.
public interface EngineLibraries {
    /// One line for each library there is or could be; the one in use begins with a star.
    List<String> list(Config config);

    /// Fetches a variant and keeps it.
    ///
    /// @param say told each step
    /// @return what to tell the person who asked
    /// @throws StartException with what to do, when it cannot be had; nothing is left of it
    String install(Config config, String variant, Consumer<String> say) throws InterruptedException;

    /// Removes a variant.
    ///
    /// @return what to tell the person who asked
    /// @throws StartException when there is no such variant, or it cannot be removed
    String remove(Config config, String variant);

    /// Fetches the usual library before a server starts, where that is wanted and possible, within
    /// two minutes. Does not throw: a server can start without it.
    void prepare(Config config, Consumer<String> say) throws InterruptedException;
}
