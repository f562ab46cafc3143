package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.problem.ApiException;
import dev.parlance.http.RouteTable.Match;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The parts that need no socket.
class HttpPartsTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    private final RouteTable table =
            new RouteTable(
                    List.of(
                            new RouteGroup(
                                    "g",
                                    TestRoutes.PROBLEMS,
                                    List.of(
                                            route("GET", "/"),
                                            route("GET", "/m/{id}"),
                                            route("GET", "/m/{rest+}"),
                                            route("POST", "/m/load"),
                                            route("GET", "/m/{id}/part"),
                                            route("HEAD", "/own"),
                                            route("GET", "/own")))));

    @ParameterizedTest
    @CsvSource({
        "GET,/,/,{}",
        "GET,/m/a,/m/{id},{id=a}",
        "GET,/m/load,/m/{id},{id=load}",
        "POST,/m/load,/m/load,{}",
        "GET,/m/a/b,/m/{rest+},{rest=a/b}",
        "GET,/m/a/part,/m/{id}/part,{id=a}",
        "GET,/m/a/part/x,/m/{rest+},{rest=a/part/x}",
        "HEAD,/m/a,/m/{id},{id=a}",
        "HEAD,/own,/own,{}",
    })
    void the_most_literal_route_with_the_method_wins(
            String method, String path, String pattern, String parameters) {
        Match match = table.match(method, Paths.segments(path));

        assertThat(match.entry()).isNotNull();
        assertThat(match.entry().route().path()).isEqualTo(pattern);
        assertThat(match.parameters()).hasToString(parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/m", "/m/", "//", "/own/"})
    void other_paths_match_nothing(String path) {
        assertThat(table.match("GET", Paths.segments(path)).entry()).isNull();
    }

    @Test
    void patterns_that_are_none_are_mistakes() {
        assertThatThrownBy(() -> route("GET", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> route("get", "/x")).isInstanceOf(IllegalArgumentException.class);
        RouteGroup late =
                new RouteGroup("late", TestRoutes.PROBLEMS, List.of(route("GET", "/{a+}/b")));
        assertThatThrownBy(() -> new RouteTable(List.of(late)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes last");
    }

    @Test
    void any_path_is_cut_or_refused_and_never_anything_else() {
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder path = new StringBuilder("/");
            for (int n = random.nextInt(12); n > 0; n--) {
                path.append("/%%2fFeEcC08a.é\u0001".charAt(random.nextInt(16)));
            }
            try {
                assertThat(Paths.segments(path.toString()))
                        .as("tests.seed=%d", SEED)
                        .allSatisfy(segment ->
                                assertThat(segment.chars()).noneMatch(Character::isISOControl));
            } catch (ApiException e) {
                assertThat(e.problem().message()).startsWith("The request path ");
            }
        }
    }

    @Test
    void the_disposition_header_is_bounded_and_printable() {
        Dispositions dispositions = new Dispositions();
        assertThat(DispositionHeader.of(dispositions)).isEmpty();
        dispositions.ignored("logit_bias", "not \"supported\"");
        dispositions.add("tools[0].strict", Outcome.APPROXIMATED, "ü\n\\");
        assertThat(DispositionHeader.of(dispositions))
                .isEqualTo(
                        "logit_bias;outcome=ignored;reason=\"not \\\"supported\\\"\","
                                + " \"tools[0].strict\";outcome=approximated;reason=\"??\\\\\"");
        for (int i = 0; i < 100; i++) {
            dispositions.ignored("field_" + i, "r".repeat(300));
        }

        assertThat(DispositionHeader.of(dispositions))
                .hasSizeLessThan(4200)
                .matches("[ -~]+")
                .matches(".*, more;count=[0-9]+$");
    }

    @Test
    void settings_have_bounds() {
        assertThatThrownBy(() -> TestServer.settings(Map.of("listeners", List.of())))
                .hasMessageContaining("at least one listener");
        assertThatThrownBy(() -> TestServer.settings(Map.of("maxBodyBytes", 1L)))
                .hasMessage("max-body-bytes is 1024 to 1073741824, not 1");
        assertThatThrownBy(() -> TestServer.settings(Map.of("writeTimeout", Duration.ZERO)))
                .hasMessageContaining("write-timeout");
        assertThatThrownBy(() -> new Listener("h", 70000, null, Listener.loopback(0).profile()))
                .hasMessage("a port is 0 to 65535, not 70000");
        assertThat(new ListenerAddress("0.0.0.0", 1, false).url()).isEqualTo("http://localhost:1");
        assertThat(new ListenerAddress("::1", 1, true).url()).isEqualTo("https://[::1]:1");
    }

    @Test
    void a_departure_runs_its_actions_once_and_not_after_the_end() throws Exception {
        Departure departure = new Departure();
        CountDownLatch ran = new CountDownLatch(2);
        departure.onGone(() -> {
            ran.countDown();
            throw new IllegalStateException("an action that fails harms no other");
        });
        departure.onGone(ran::countDown);
        departure.happened();
        departure.happened();

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(departure.gone()).isTrue();
        Departure ended = new Departure();
        ended.over();
        ended.happened();
        assertThat(ended.gone()).isFalse();
    }

    private static Route route(String method, String path) {
        return new Route(method, path, Route.Access.KEY, call -> {});
    }
}
