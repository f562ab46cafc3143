package dev.parlance.core.gateway;

import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.core.problem.ApiProblem.Unsupported;
import dev.parlance.core.route.Route;
import dev.parlance.core.route.Router;
import dev.parlance.core.schedule.Admission;
import dev.parlance.core.schedule.Permit;
import dev.parlance.core.store.Ledger;
import dev.parlance.core.usage.Operation;
import dev.parlance.core.usage.Usage;
import java.time.Clock;
import java.util.function.Function;
import java.util.function.Supplier;

/// The way that every call takes through the gateway, whatever it is for. Thread-safe.
///
/// The `prepare` of a call checks it against its route and gives what runs it.
final class Passage {
    private final Router router;
    private final Admission admission;
    private final Ledger ledger;
    private final Clock clock;
    private final Running running = new Running();

    Passage(Router router, Admission admission, Ledger ledger, Clock clock) {
        this.router = router;
        this.admission = admission;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// The replies that are being generated.
    Running running() {
        return running;
    }

    /// The route of this name.
    ///
    /// @throws ApiException `Forbidden`, `ModelNotFound` when there is none that this caller may
    ///   use
    Route resolve(CallContext context, ModelId name) {
        return allowed(context, name, router::resolve);
    }

    /// The route of this name in a call of this kind.
    ///
    /// @throws ApiException as the other
    Route resolve(CallContext context, ModelId name, Operation operation) {
        return allowed(context, name, asked -> router.resolve(asked, operation));
    }

    private static Route allowed(
            CallContext context, ModelId name, Function<ModelId, Route> resolve) {
        context.caller().require(Permission.INFERENCE);
        Route route = resolve.apply(name);
        if (!context.caller().mayUse(route.card().id().value())) {
            // Whether a forbidden model exists is nobody's business.
            throw new ApiException(new ModelNotFound(name.value()));
        }
        return route;
    }

    /// Runs a call that has a place at its model until its answer is complete.
    ///
    /// @param usage what the answer cost
    <R> R answer(
            CallContext context,
            Operation operation,
            ModelId model,
            Function<Route, Supplier<R>> prepare,
            Function<R, Usage> usage) {
        return measured(
                meter(context, operation, model),
                meter -> {
                    Route route = resolve(context, model, operation);
                    meter.routed(route);
                    Supplier<R> run = prepare.apply(route);
                    context.enforceStrict();
                    try (Permit permit = admission.enter(context, route.card().id())) {
                        meter.admitted(permit.queued());
                        R result = run.get();
                        context.enforceStrict();
                        meter.finished(usage.apply(result));
                        return result;
                    }
                });
    }

    /// Runs a call that needs no place at its model, because it computes nothing there.
    <R> R quick(
            CallContext context,
            Operation operation,
            ModelId model,
            Function<Route, Supplier<R>> prepare) {
        return measured(
                meter(context, operation, model),
                meter -> {
                    Route route = resolve(context, model, operation);
                    meter.routed(route);
                    Supplier<R> run = prepare.apply(route);
                    context.enforceStrict();
                    R result = run.get();
                    context.enforceStrict();
                    meter.finished(Usage.NONE);
                    return result;
                });
    }

    /// Opens a stream that has a place at its model until it ends.
    ///
    /// @param choices that the reply has
    ChatStream stream(
            CallContext context,
            Operation operation,
            ModelId model,
            int choices,
            Function<Route, Supplier<ChatStream>> prepare) {
        return measured(
                meter(context, operation, model),
                meter -> {
                    Route route = resolve(context, model, operation);
                    meter.routed(route);
                    Supplier<ChatStream> start = prepare.apply(route);
                    context.enforceStrict();
                    Permit permit = admission.enter(context, route.card().id());
                    try {
                        meter.admitted(permit.queued());
                        ChatStream stream = open(context, start);
                        return new MeteredStream(
                                running.track(stream, context.caller().id(), choices),
                                permit,
                                meter);
                    } catch (RuntimeException | Error e) {
                        permit.close();
                        throw e;
                    }
                });
    }

    private static ChatStream open(CallContext context, Supplier<ChatStream> start) {
        ChatStream stream = start.get();
        try {
            // The engine may have found fields that it cannot honour.
            context.enforceStrict();
        } catch (ApiException e) {
            stream.close();
            throw e;
        }
        return stream;
    }

    /// The engine as one of these.
    ///
    /// @throws ApiException `Unsupported` when it is none
    static <E> E engine(Route route, Class<E> port, Capability capability) {
        if (!port.isInstance(route.engine())) {
            throw new ApiException(
                    new Unsupported("model", capability.phrase(), route.card().id().value()));
        }
        return port.cast(route.engine());
    }

    private Meter meter(CallContext context, Operation operation, ModelId model) {
        return new Meter(context, operation, model.value(), ledger, clock);
    }

    private static <R> R measured(Meter meter, Function<Meter, R> call) {
        try {
            return call.apply(meter);
        } catch (RuntimeException e) {
            meter.failed(e);
            throw e;
        }
    }
}
