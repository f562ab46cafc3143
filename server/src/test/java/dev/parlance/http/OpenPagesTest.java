package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.ApiKey;
import dev.parlance.core.access.Authenticator;
import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.http.RawClient.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Pages of other origins, hosts and the two keys under text-generation-webui's profiles.
class OpenPagesTest {
    private static final String PAGE = "Origin: http://a.b";
    private static final String ASK = "Access-Control-Request-Method: POST";

    private static TestServer server(CompatProfile profile) {
        return TestServer.with(Map.of("listeners", listeners(profile)));
    }

    private static List<Listener> listeners(CompatProfile profile) {
        return List.of(new Listener("127.0.0.1", 0, null, profile));
    }

    private static TestServer keyed(@Nullable Caller guest) {
        Caller user = new Caller("user", Set.of(Permission.INFERENCE), List.of(), false, null);
        Caller admin = new Caller("admin", Set.of(Permission.ADMIN), List.of(), false, null);
        return new TestServer(
                TestServer.settings(Map.of("listeners", listeners(CompatProfile.TEXTGEN))),
                new Authenticator(
                        List.of(
                                new ApiKey(ApiKey.hash("K"), user),
                                new ApiKey(ApiKey.hash("A"), admin)),
                        guest));
    }

    @ParameterizedTest
    @EnumSource(value = CompatProfile.class, names = "TEXTGEN.*", mode = EnumSource.Mode.MATCH_ANY)
    void a_preflight_is_answered_on_every_path_without_a_key(CompatProfile profile)
            throws IOException {
        try (TestServer open = server(profile)) {
            for (String path : List.of("/echo", "/admin", "/nothing/here", "/")) {
                Response reply =
                        open.send(
                                "OPTIONS",
                                path,
                                PAGE,
                                ASK,
                                "Access-Control-Request-Headers: authorization, x-odd");

                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("OK");
                assertThat(reply.header("access-control-allow-origin")).contains("http://a.b");
                assertThat(reply.header("access-control-allow-headers"))
                        .contains("authorization, x-odd");
                assertThat(reply.header("access-control-allow-methods"))
                        .contains("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
                assertThat(reply.header("access-control-allow-credentials")).contains("true");
                assertThat(reply.header("access-control-max-age")).contains("600");
                assertThat(reply.header("vary")).contains("Origin");
            }
            assertThat(open.routes.calls).hasValue(0);
        }
    }

    @Test
    void a_call_of_a_page_is_answered_and_one_without_origin_has_no_headers_for_it()
            throws IOException {
        try (TestServer open = server(CompatProfile.TEXTGEN)) {
            Response page = open.send("GET", "/who", PAGE);
            Response program = open.send("GET", "/who");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("access-control-allow-origin")).contains("http://a.b");
            assertThat(page.header("access-control-allow-credentials")).contains("true");
            assertThat(program.header("access-control-allow-origin")).isEmpty();
            assertThat(program.header("access-control-allow-credentials")).isEmpty();
            assertThat(open.send("OPTIONS", "/echo").status()).isEqualTo(204);
        }
    }

    @Test
    void an_error_is_readable_for_the_page() throws IOException {
        try (TestServer keyed = keyed(null)) {
            Response refused = keyed.send("GET", "/who", PAGE);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("access-control-allow-origin")).contains("http://a.b");
        }
    }

    @Test
    void configured_origins_close_the_others_out() throws IOException {
        Map<String, Object> narrow =
                Map.of(
                        "listeners",
                        listeners(CompatProfile.TEXTGEN),
                        "cors",
                        CorsSettings.of("https://app.example"));
        try (TestServer open = TestServer.with(narrow)) {
            assertThat(open.send("GET", "/who", PAGE).status()).isEqualTo(403);
            assertThat(open.send("OPTIONS", "/echo", PAGE, ASK).status()).isEqualTo(403);
            assertThat(open.send("GET", "/who", "Origin: https://app.example").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_profile_that_only_the_request_names_opens_nothing() throws IOException {
        try (TestServer open = TestServer.open()) {
            String named = "X-Parlance-Profile: textgen";
            assertThat(open.send("GET", "/who", PAGE, named).status()).isEqualTo(403);
            assertThat(open.send("OPTIONS", "/echo", PAGE, ASK, named).status()).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.com", "localhost.evil.com", "[::2]:5000", "host.docker.internal"})
    void a_foreign_host_is_refused_before_anything_else(String host) throws IOException {
        try (TestServer open = server(CompatProfile.TEXTGEN)) {
            Response call = open.send("GET", "/who", "Host: " + host);
            Response preflight = open.send("OPTIONS", "/echo", "Host: " + host, PAGE, ASK);

            assertThat(call.status()).isEqualTo(403);
            assertThat(preflight.status()).isEqualTo(403);
            assertThat(preflight.header("access-control-allow-origin")).isEmpty();
        }
    }

    @Test
    void address_literals_and_allowed_names_are_hosts() throws IOException {
        Map<String, Object> docker =
                Map.of(
                        "listeners",
                        listeners(CompatProfile.TEXTGEN),
                        "allowedHosts",
                        List.of("host.docker.internal"));
        try (TestServer open = TestServer.with(docker)) {
            for (String host :
                    List.of(
                            "[::1]:5000",
                            "localhost",
                            "127.0.0.1:1",
                            "Host.Docker.Internal:5000")) {
                assertThat(open.send("GET", "/who", "Host: " + host).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void pages_of_other_origins_do_not_administer_a_server_without_keys() throws IOException {
        try (TestServer open = server(CompatProfile.TEXTGEN)) {
            String own = "127.0.0.1:" + open.port();

            assertThat(open.send("POST", "/admin", PAGE).status()).isEqualTo(403);
            assertThat(open.send("POST", "/admin", "Origin: null").status()).isEqualTo(403);
            assertThat(open.send("POST", "/admin").status()).isEqualTo(200);
            assertThat(
                            open.send("POST", "/admin", "Host: " + own, "Origin: http://" + own)
                                    .status())
                    .isEqualTo(200);
        }
        try (TestServer keyed = keyed(null)) {
            assertThat(keyed.send("POST", "/admin", PAGE, "x-api-key: A").status()).isEqualTo(200);
        }
    }

    @Test
    void neither_key_opens_what_the_other_is_for() throws IOException {
        try (TestServer keyed = keyed(null)) {
            assertThat(keyed.send("GET", "/who").status()).isEqualTo(401);
            assertThat(keyed.send("GET", "/who", "Authorization: Bearer K").status())
                    .isEqualTo(200);
            assertThat(keyed.send("GET", "/who", "Authorization: Bearer A").status())
                    .isEqualTo(401);
            assertThat(keyed.send("POST", "/admin", "Authorization: Bearer A").status())
                    .isEqualTo(200);
            // This test's renderer has a 403 for it, text-generation-webui's a 401.
            assertThat(keyed.send("POST", "/admin", "Authorization: Bearer K").status())
                    .isEqualTo(403);
            assertThat(
                            keyed.send(
                                            "GET",
                                            "/who",
                                            "Authorization: Bearer A",
                                            "X-Parlance-Profile: openai")
                                    .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void guests_use_the_ordinary_routes_with_any_key_and_no_other() throws IOException {
        try (TestServer guarded = keyed(Caller.GUEST)) {
            for (String header :
                    List.of("x-api-key: sk-111", "Authorization: Basic eDp5", "x-any: 1")) {
                assertThat(guarded.send("GET", "/who", header).body()).contains("\"guest\"");
                assertThat(guarded.send("POST", "/admin", header).status()).isEqualTo(403);
            }
        }
    }
}
