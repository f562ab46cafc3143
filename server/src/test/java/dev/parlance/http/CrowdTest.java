package dev.parlance.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.access.Authenticator;
import dev.parlance.telemetry.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Many clients at once that come, stay, leave in the middle, or pipeline: every reply belongs to
/// its request, and in the end nothing is left over.
class CrowdTest {
    private static final long SEED = Long.getLong("tests.seed", System.nanoTime());

    @Test
    void nobody_gets_somebody_elses_reply_and_nothing_is_left_over() throws Exception {
        System.err.println("CrowdTest -Dtests.seed=" + SEED);
        TestRoutes routes = new TestRoutes();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Metrics metrics = new Metrics();
                HttpServer server =
                        HttpServer.start(
                                TestServer.settings(Map.of()),
                                new Authenticator(List.of()),
                                routes.groups(),
                                metrics)) {
            int port = server.addresses().getFirst().port();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Random random = new Random(SEED + i);
                String name = "c" + i;
                clients.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    try {
                                        behave(port, name, random);
                                    } catch (Exception | AssertionError e) {
                                        failures.add(e);
                                    }
                                }));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).as("tests.seed=%d", SEED).isEmpty();
            assertThat(settles(metrics)).isTrue();
        }
        assertThat(routes.ended).hasSameSizeAs(routes.waiting);
    }

    private static void behave(int port, String name, Random random) throws Exception {
        for (int round = 0; round < 4; round++) {
            try (RawClient client = new RawClient(port)) {
                boolean stays = true;
                for (int request = 0; request < 6 && stays; request++) {
                    String body = "[\"" + name + "-" + round + "-" + request + "\"]";
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            client.write(RawClient.request("POST", "/echo", body));
                            client.write(RawClient.request("POST", "/echo", body + " "));
                            assertThat(client.read().body()).isEqualTo(body);
                            assertThat(client.read().body()).isEqualTo(body + " ");
                        }
                        case 1 -> {
                            int count = random.nextInt(20);
                            String frames = client.send("GET", "/stream/" + count, null).body();
                            assertThat(frames.split("data: ", -1)).hasSize(count + 1);
                        }
                        case 2 ->
                                assertThat(client.send("POST", "/echo", body).body())
                                        .isEqualTo(body);
                        default -> {
                            String path = random.nextBoolean() ? "/wait" : "/wait-stream";
                            client.write(RawClient.request("POST", path, body));
                            TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                            stays = false;
                        }
                    }
                }
            }
        }
    }

    private static boolean settles(Metrics metrics) throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            String scrape = metrics.scrape();
            if (scrape.contains("http_server_active_requests 0.0")
                    && scrape.contains("http_server_active_streams 0.0")) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }
}
