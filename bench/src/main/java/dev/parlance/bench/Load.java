package dev.parlance.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A bounded load on one server of this machine.
///
/// @param port where the server listens, on loopback
/// @param request the bytes of the request, sent again and again
/// @param streamed true when the reply is an event stream
/// @param connections how many connections work at the same time
/// @param perSecond requests per second over all connections; 0 for as fast as it goes
@SuppressWarnings("ArrayRecordComponent") // never compared
record Load(int port, byte[] request, boolean streamed, int connections, int perSecond) {

    /// What one connection saw.
    private static final class Worker {
        final List<Long> latencies = new ArrayList<>();
        final long[] events = new long[1];
        long requests;
    }

    /// Runs for this long and returns what was seen and what it cost the server.
    Result run(ProcessHandle server, Duration time) throws InterruptedException {
        List<Worker> workers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        Duration cpu = cpu(server);
        long start = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            Worker worker = new Worker();
            workers.add(worker);
            int offset = i;
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    work(worker, stop, start, offset);
                                } catch (IOException e) {
                                    failures.add(e);
                                }
                            }));
        }
        Thread.sleep(time);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the load met an error", failures.getFirst());
        }
        return result(workers, nanos, cpu(server).minus(cpu));
    }

    private void work(Worker worker, AtomicBoolean stop, long start, int offset)
            throws IOException {
        try (Connection connection = new Connection(port)) {
            long interval = perSecond == 0 ? 0 : 1_000_000_000L * connections / perSecond;
            long next = start + (connections == 0 ? 0 : interval * offset / connections);
            while (!stop.get()) {
                if (interval > 0) {
                    while (System.nanoTime() < next) {
                        LockSupport.parkNanos(next - System.nanoTime());
                    }
                    next += interval;
                }
                long sent = System.nanoTime();
                connection.send(request);
                long first;
                if (streamed) {
                    first = connection.readEvents(worker.events);
                } else {
                    connection.readReply();
                    first = System.nanoTime();
                }
                worker.latencies.add(first - sent);
                worker.requests++;
            }
        }
    }

    private static Result result(List<Worker> workers, long nanos, Duration cpu) {
        long[] latencies =
                workers.stream()
                        .flatMap(w -> w.latencies.stream())
                        .mapToLong(Long::longValue)
                        .sorted()
                        .toArray();
        long requests = workers.stream().mapToLong(w -> w.requests).sum();
        long events = workers.stream().mapToLong(w -> w.events[0]).sum();
        return new Result(
                requests,
                events,
                nanos / 1e9,
                cpu.toNanos() / 1e3 / Math.max(1, requests),
                cpu.toNanos() / 1e3 / Math.max(1, events),
                percentile(latencies, 0.5),
                percentile(latencies, 0.99));
    }

    private static double percentile(long[] sorted, double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(p * sorted.length))] / 1e3;
    }

    private static Duration cpu(ProcessHandle server) {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// The medians of several runs, figure by figure.
    static Result median(List<Result> runs) {
        return new Result(
                runs.stream().mapToLong(Result::requests).sum(),
                runs.stream().mapToLong(Result::events).sum(),
                runs.stream().mapToDouble(Result::seconds).sum(),
                middle(runs.stream().mapToDouble(Result::cpuMicrosPerRequest).toArray()),
                middle(runs.stream().mapToDouble(Result::cpuMicrosPerEvent).toArray()),
                middle(runs.stream().mapToDouble(Result::p50Micros).toArray()),
                middle(runs.stream().mapToDouble(Result::p99Micros).toArray()));
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// What a load saw: counts, CPU of the server's process alone, latency (to the first event when
    /// streamed).
    record Result(
            long requests,
            long events,
            double seconds,
            double cpuMicrosPerRequest,
            double cpuMicrosPerEvent,
            double p50Micros,
            double p99Micros) {}
}
