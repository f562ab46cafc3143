package dev.parlance.bench;

import dev.parlance.bench.Load.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the HTTP layer, the OpenAI dialect, the gateway and the meter cost, over the scripted
/// engine, beside a bare handler of the same web server; runs are interleaved and the medians
/// compared.
public final class HttpBench {
    static final int TOKENS = 200;
    private static final String SCRIPT = "bench/script.yaml";

    private final List<String> rows = new ArrayList<>();
    private final Child parlance;
    private final Child bare;
    private final int rounds;
    private final Duration time;

    private HttpBench(Child parlance, Child bare, int rounds, Duration time) {
        this.parlance = parlance;
        this.bare = bare;
        this.rounds = rounds;
        this.time = time;
    }

    /// Arguments: rounds (default 5), seconds per run (default 4). Prints a Markdown table.
    @SuppressWarnings("SystemOut") // a program for a terminal
    public static void main(String[] args) throws IOException, InterruptedException {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        Duration time = Duration.ofSeconds(args.length > 1 ? Long.parseLong(args[1]) : 4);
        if (!Files.exists(Path.of(SCRIPT))) {
            throw new IllegalStateException("run it from the repository's root: bench/run http");
        }
        try (Child parlance = Child.parlance(SCRIPT);
                Child bare = Child.bare()) {
            HttpBench bench = new HttpBench(parlance, bare, rounds, time);
            bench.json("JSON, 64 connections at full speed", 64, 0);
            bench.json("JSON, 300 requests/s over 16 connections", 16, 300);
            bench.stream("SSE, 200 streams at full speed", 200, "burst", 0);
            bench.stream("SSE, 200 streams, a chunk every 5 ms", 200, "every 5", 5);
            bench.stream("SSE, 200 streams, a chunk every 20 ms", 200, "every 20", 20);
            System.out.println(
                    "| load | figure | Parlance | bare Helidon handler | ratio |\n|---|---|---|---|---|");
            bench.rows.forEach(System.out::println);
        }
    }

    private void json(String name, int connections, int perSecond) throws InterruptedException {
        Load ours =
                load(
                        parlance.port(),
                        "/v1/chat/completions",
                        "hello",
                        false,
                        connections,
                        perSecond);
        Load limit = load(bare.port(), "/json", "hello", false, connections, perSecond);
        Result[] results = compare(ours, limit);
        row(
                name,
                "CPU µs per request",
                results[0].cpuMicrosPerRequest(),
                results[1].cpuMicrosPerRequest());
        if (perSecond == 0) {
            row(name, "requests/s", rate(results[0]), rate(results[1]));
        }
        row(name, "p50 µs", results[0].p50Micros(), results[1].p50Micros());
        row(name, "p99 µs", results[0].p99Micros(), results[1].p99Micros());
    }

    private void stream(String name, int connections, String prompt, int delay)
            throws InterruptedException {
        Load ours = load(parlance.port(), "/v1/chat/completions", prompt, true, connections, 0);
        Load limit = load(bare.port(), "/stream/" + delay, prompt, true, connections, 0);
        Result[] results = compare(ours, limit);
        row(
                name,
                "CPU µs per chunk",
                results[0].cpuMicrosPerEvent(),
                results[1].cpuMicrosPerEvent());
        row(name, "time to first chunk p50 µs", results[0].p50Micros(), results[1].p50Micros());
    }

    private Result[] compare(Load ours, Load limit) throws InterruptedException {
        ours.run(parlance.handle(), time);
        limit.run(bare.handle(), time);
        List<Result> first = new ArrayList<>();
        List<Result> second = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            first.add(ours.run(parlance.handle(), time));
            second.add(limit.run(bare.handle(), time));
        }
        return new Result[] {Load.median(first), Load.median(second)};
    }

    private static Load load(
            int port,
            String path,
            String prompt,
            boolean streamed,
            int connections,
            int perSecond) {
        String body =
                "{\"model\":\"bench\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a"
                        + " benchmark.\"},{\"role\":\"user\",\"content\":\""
                        + prompt
                        + "\"}],\"temperature\":0.7,\"max_tokens\":500,\"stream\":"
                        + streamed
                        + "}";
        String request =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nAuthorization: Bearer "
                        + Child.KEY
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        return new Load(
                port,
                request.getBytes(StandardCharsets.US_ASCII),
                streamed,
                connections,
                perSecond);
    }

    private static double rate(Result result) {
        return result.requests() / result.seconds();
    }

    private void row(String load, String figure, double ours, double limit) {
        rows.add(
                String.format(
                        Locale.ROOT,
                        "| %s | %s | %.1f | %.1f | %.2f |",
                        load,
                        figure,
                        ours,
                        limit,
                        ours / limit));
    }
}
