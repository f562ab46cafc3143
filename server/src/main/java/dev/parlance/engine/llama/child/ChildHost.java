package dev.parlance.engine.llama.child;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.engine.Engine;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The child's end: an engine with one model, served to the parent over a pair of streams. The
/// thread that serves reads; each call has a virtual thread; frames are written under a lock.
public final class ChildHost {
    private static final Logger LOG = LoggerFactory.getLogger(ChildHost.class);
    private static final Duration LOAD = Duration.ofHours(24);
    private static final Set<Permission> RIGHTS = Set.of(Permission.INFERENCE);

    private final OutputStream out;
    private final Map<Long, HostCall> calls = new ConcurrentHashMap<>();

    private ChildHost(OutputStream out) {
        this.out = out;
    }

    /// Makes the engine that the parent describes and serves it until the parent goes.
    ///
    /// @param engines makes an engine of settings that the parent's engine wrote
    /// @throws IOException when the connection breaks in another way than by its end
    public static void serve(
            InputStream in, OutputStream out, Function<JsonObject, ? extends Engine> engines)
            throws IOException {
        ChildHost host = new ChildHost(out);
        InputStream buffered = new BufferedInputStream(in);
        try {
            if (RecordCodec.decode(ToChild.class, Frames.read(buffered))
                    instanceof ToChild.Begin(var model, var settings)) {
                host.serve(buffered, model, engines, settings);
            }
        } catch (EOFException _) {
            LOG.debug("the parent has gone");
        }
    }

    private void serve(
            InputStream in,
            ModelId model,
            Function<JsonObject, ? extends Engine> engines,
            JsonObject settings)
            throws IOException {
        Engine engine;
        try {
            engine = engines.apply(settings);
        } catch (RuntimeException e) {
            send(new FromChild.NotLoaded(problem(e)));
            return;
        }
        try (engine) {
            Thread loading = Thread.startVirtualThread(() -> load(engine, model));
            try {
                while (true) {
                    take(engine, model, RecordCodec.decode(ToChild.class, Frames.read(in)));
                }
            } finally {
                loading.interrupt();
            }
        }
    }

    private void load(Engine engine, ModelId model) {
        try {
            if (engine instanceof LoadingEngine loading) {
                CallContext context = context(new ToChild.Head(0, "load", "parent", LOAD));
                loading.load(context, model, null, told -> send(new FromChild.Loading(told)));
            }
            send(new FromChild.Ready());
        } catch (RuntimeException e) {
            send(new FromChild.NotLoaded(problem(e)));
        }
    }

    private void take(Engine engine, ModelId model, ToChild message) {
        switch (message) {
            case ToChild.Begin _ -> throw new CodecException("there was a beginning already");
            case ToChild.Chat(var head, _) -> start(engine, model, head, message);
            case ToChild.Complete(var head, _) -> start(engine, model, head, message);
            case ToChild.Ask(var head, _) -> start(engine, model, head, message);
            case ToChild.More(long number, int events) -> {
                HostCall call = calls.get(number);
                if (call != null) {
                    call.more(events);
                }
            }
            case ToChild.Stop(long number) -> {
                HostCall call = calls.get(number);
                if (call != null) {
                    call.stop();
                }
            }
            case ToChild.Cancel(long number) -> {
                HostCall call = calls.get(number);
                if (call != null) {
                    call.cancel();
                }
            }
        }
    }

    private void start(Engine engine, ModelId model, ToChild.Head head, ToChild message) {
        CallContext context = context(head);
        HostCall call = new HostCall(head.call(), engine, model, context, this::send);
        calls.put(head.call(), call);
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                call.run(message);
                            } finally {
                                calls.remove(head.call());
                            }
                        });
        call.runsOn(thread);
        thread.start();
    }

    private static CallContext context(ToChild.Head head) {
        return new CallContext(
                new Caller(head.caller(), RIGHTS, List.of(), false, null),
                head.requestId(),
                Deadline.after(head.left()),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    private void send(FromChild message) {
        var json = RecordCodec.encode(FromChild.class, message);
        synchronized (out) {
            try {
                Frames.write(out, json);
            } catch (IOException e) {
                // The parent has gone; the reader notices and ends everything.
                LOG.debug("nobody reads any more", e);
            }
        }
    }

    /// A failure as the parent is told of it.
    static ApiProblem problem(RuntimeException e) {
        if (e instanceof ApiException known) {
            return known.problem();
        }
        LOG.warn("unexpected", e);
        return new UpstreamFailed(
                "llama", null, "The model's process met an unexpected condition: " + e + ".");
    }
}
