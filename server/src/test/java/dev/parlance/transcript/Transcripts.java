package dev.parlance.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.AdmissionLimits;
import dev.parlance.http.HttpServer;
import dev.parlance.http.HttpSettings;
import dev.parlance.http.Listener;
import dev.parlance.http.RouteGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The golden transcripts of one dialect: `src/test/transcripts/<dialect>/<case>/` with
/// `request.http`, `events.jsonl` (the core side, see [Script]) and `response.http`.
///
/// Each is replayed in memory and over a socket and has to match to the byte, but for what
/// [ReplyText] masks. `-Dtranscripts=update` writes the replies anew; the difference is to be
/// reviewed. A dialect's own test makes one dynamic test of each case.
public final class Transcripts {
    /// The time in all transcripts.
    public static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_767_225_600), ZoneOffset.UTC);

    private static final String DISPOSITION = "x-parlance-disposition: [^\n]*\n";
    private static final boolean UPDATE = "update".equals(System.getProperty("transcripts"));

    private final Path folder;
    private final Function<Gateway, List<RouteGroup>> dialect;

    /// The transcripts in this folder, for the routes that `dialect` makes over a gateway.
    public Transcripts(String name, Function<Gateway, List<RouteGroup>> dialect) {
        this.folder = Path.of("src/test/transcripts", name);
        this.dialect = dialect;
    }

    /// The names of the cases, sorted.
    public List<String> cases() throws IOException {
        try (Stream<Path> cases = Files.list(folder)) {
            return cases.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /// Replays a case without a socket and gives the reply; one that does not end is a failure.
    public String replayInMemory(String name) throws IOException {
        Script script = script(name);
        EventsEngine engine = new EventsEngine(script);
        MemoryCall call =
                new MemoryServer(new Authenticator(script.keys()), groups(engine))
                        .answer(request(name));
        assertThat(call.ended()).as("the reply of %s came to its end", name).isTrue();
        return call.text();
    }

    /// The recorded reply as memory sees it: what became of fields is `http`'s header.
    public String responseInMemory(String name) throws IOException {
        return response(name).replaceFirst(DISPOSITION, "");
    }

    /// Replays a case over a socket and gives the reply; with `-Dtranscripts=update` it becomes the
    /// recorded one.
    public String replayOverSocket(String name) throws IOException {
        Script script = script(name);
        HttpSettings settings = HttpSettings.of(Listener.loopback(0));
        try (HttpServer server =
                HttpServer.start(
                        settings,
                        new Authenticator(script.keys()),
                        groups(new EventsEngine(script)))) {
            String reply = SocketExchange.text(server.addresses().getFirst(), request(name));
            if (UPDATE) {
                Path golden = folder.resolve(name).resolve("response.http");
                Files.write(golden, reply.getBytes(StandardCharsets.UTF_8));
            }
            return reply;
        }
    }

    /// The engine's routes over a gateway with one place per model.
    public List<RouteGroup> groups(EventsEngine engine) {
        Map<String, String> aliases = new HashMap<>(Map.of("alias", "tiny"));
        engine.models().stream()
                .findFirst()
                .ifPresent(card -> aliases.put(Router.DEFAULT, card.id().value()));
        Router router = new Router(List.of(engine), aliases);
        Admission admission = new Admission(new AdmissionLimits(1, 1, Duration.ofSeconds(5)));
        return dialect.apply(new Gateway(router, admission, _ -> {}, CLOCK));
    }

    /// The script of a case.
    public Script script(String name) throws IOException {
        Path events = folder.resolve(name).resolve("events.jsonl");
        return Script.parse(Files.exists(events) ? Files.readString(events) : "");
    }

    /// The request of a case.
    public RequestFile request(String name) throws IOException {
        return RequestFile.parse(Files.readString(folder.resolve(name).resolve("request.http")));
    }

    /// The golden reply of a case.
    public String response(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("response.http"));
    }
}
