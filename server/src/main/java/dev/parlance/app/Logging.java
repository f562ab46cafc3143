package dev.parlance.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.parlance.config.LogConfig;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// The process's logging: to standard error, one line each, in the configured form.
///
/// Logback finds this class as a service and asks it at the first logger; that is quicker than a
/// file of XML by a tenth of a second. Commands that start no server keep to warnings.
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    /// Control characters are shown as `?`: a client must not write log lines of its own.
    static final String PATTERN =
            "%d{HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'[\\p{Cntrl}]','?'}%n%ex";

    private static final String JSON = "json";

    /// Made by logback.
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        apply(context, new LogConfig("warn", "plain"));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// Sets level and format, and takes in what libraries log the JDK's way.
    static void start(LogConfig config) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(context, config);
        }
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static void apply(LoggerContext context, LogConfig config) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setName(config.format());
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(encoder(context, config.format()));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.toLevel(config.level()));
        // What the web server says about single connections is of use to its authors only.
        context.getLogger("io.helidon").setLevel(Level.WARN);
    }

    /// What turns an event into a line, in this format.
    static Encoder<ILoggingEvent> encoder(LoggerContext context, String format) {
        if (format.equals(JSON)) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setContext(context);
        plain.setPattern(PATTERN);
        plain.start();
        return plain;
    }
}
