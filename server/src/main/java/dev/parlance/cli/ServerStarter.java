package dev.parlance.cli;

import dev.parlance.config.Config;

/// What starts a server; `app` is the one that can.
@FunctionalInterface
public interface ServerStarter {

    /// Which engines a server runs.
    enum Mode {
        /// The configured models, the built-in one among them.
        SERVE,
        /// The rehearsal engine alone: ready at once, no model needed.
        DEV
    }

    /// Starts a server that answers when this returns; the caller closes it.
    ///
    /// @throws StartException with what to do, when it cannot start
    RunningServer start(Config config, Mode mode);
}
