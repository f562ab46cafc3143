package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class LoggingTest {
    private static String line(String format, String message) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        LoggingEvent event =
                new LoggingEvent(
                        LoggingTest.class.getName(),
                        context.getLogger("dev.parlance.calls"),
                        Level.INFO,
                        message,
                        null,
                        null);
        byte[] bytes = Logging.encoder(context, format).encode(event);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void a_message_cannot_make_lines_or_colours_of_its_own() {
        String line = line("plain", "model=x\r\n12:00:00 ERROR forged\u001b[31m\u0007");
        assertThat(line).endsWith("model=x??12:00:00 ERROR forged?[31m?\n");
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(line).contains("INFO  calls: ");
    }

    @Test
    void json_is_one_object_a_line() {
        String line = line("json", "a \"quoted\"\nmessage");
        assertThat(line.strip()).doesNotContain("\n");
        assertThat(Json.parse(line))
                .isInstanceOfSatisfying(
                        JsonObject.class,
                        object ->
                                assertThat(object.get("message"))
                                        .isEqualTo(JsonValue.of("a \"quoted\"\nmessage")));
    }

    @Test
    void logback_finds_it_as_a_service() {
        assertThat(ServiceLoader.load(Configurator.class))
                .anyMatch(configurator -> configurator instanceof Logging);
    }
}
