package dev.parlance.app;

import dev.parlance.config.LogConfig;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The process's logging: to standard error, in the configured form. `logback.xml` reads the two
/// properties that are set here, so this comes before the first logger is made.
final class Logging {
    private Logging() {}

    /// Sets level and format, and takes in what libraries log the JDK's way.
    static void start(LogConfig config) {
        System.setProperty("parlance.log.level", config.level());
        System.setProperty("parlance.log.format", config.format());
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
