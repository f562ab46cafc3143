package dev.parlance.core.gateway;

import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.embedding.EmbeddingRequest;
import dev.parlance.core.embedding.EmbeddingResult;
import dev.parlance.core.engine.ChatEngine;
import dev.parlance.core.engine.CompletionEngine;
import dev.parlance.core.engine.EmbeddingEngine;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.KeepAlive;
import dev.parlance.core.model.ModelCard;
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
import java.time.Clock;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one entrance to all models: authorise, resolve, admit, run, meter. Every dialect goes
/// through it. Thread-safe.
public final class Gateway {
    private final Router router;
    private final Admission admission;
    private final Ledger ledger;
    private final Clock clock;

    /// A gateway; it owns none of its parts.
    public Gateway(Router router, Admission admission, Ledger ledger, Clock clock) {
        this.router = router;
        this.admission = admission;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Starts a chat reply; the caller closes the stream.
    ///
    /// @throws ApiException `ModelNotFound`, `Forbidden`, `Unsupported`, `InvalidRequest` in strict
    ///   mode, `Overloaded`, `DeadlineExceeded`, or whatever the engine throws
    public ChatStream chat(CallContext context, ChatRequest request) {
        Meter meter = meter(context, Operation.CHAT, request.model());
        return stream(
                context,
                meter,
                request.model(),
                route -> {
                    if (!(route.engine() instanceof ChatEngine engine)) {
                        throw cannot(route, Capability.CHAT);
                    }
                    ChatRequest fitted = new CapabilityCheck(context, route.card()).fit(request);
                    return () -> engine.chat(context, route.card().id(), fitted);
                });
    }

    /// Starts a text continuation; the caller closes the stream.
    ///
    /// @throws ApiException as [#chat]
    public ChatStream complete(CallContext context, CompletionRequest request) {
        Meter meter = meter(context, Operation.COMPLETION, request.model());
        return stream(
                context,
                meter,
                request.model(),
                route -> {
                    if (!(route.engine() instanceof CompletionEngine engine)) {
                        throw cannot(route, Capability.COMPLETION);
                    }
                    CompletionRequest fitted =
                            new CapabilityCheck(context, route.card()).fit(request);
                    return () -> engine.complete(context, route.card().id(), fitted);
                });
    }

    /// Embeds all inputs of a request.
    ///
    /// @throws ApiException as [#chat]
    public EmbeddingResult embed(CallContext context, EmbeddingRequest request) {
        Meter meter = meter(context, Operation.EMBEDDINGS, request.model());
        try {
            Route route = resolve(context, request.model());
            meter.routed(route);
            if (!(route.engine() instanceof EmbeddingEngine engine)) {
                throw cannot(route, Capability.EMBEDDINGS);
            }
            new CapabilityCheck(context, route.card()).check(request);
            context.enforceStrict();
            try (Permit permit = admission.enter(context, route.card().id())) {
                meter.admitted(permit.queued());
                EmbeddingResult result = engine.embed(context, route.card().id(), request);
                context.enforceStrict();
                meter.finished(result.usage());
                return result;
            }
        } catch (RuntimeException e) {
            meter.failed(e);
            throw e;
        }
    }

    /// The models that this caller may use.
    public List<ModelCard> models(CallContext context) {
        context.caller().require(Permission.INFERENCE);
        return router.models().stream()
                .filter(card -> context.caller().mayUse(card.id().value()))
                .toList();
    }

    /// The model of this id or alias.
    ///
    /// @throws ApiException `ModelNotFound` when there is none that this caller may use
    public ModelCard model(CallContext context, String name) {
        if (name.isBlank() || name.length() > ModelId.MAX_LENGTH) {
            throw new ApiException(new ModelNotFound(shorten(name)));
        }
        return resolve(context, new ModelId(name)).card();
    }

    /// Loads a model and waits for it; what it tells of `progress` is as [LoadingEngine#load] says.
    ///
    /// @throws ApiException `Forbidden` without the permission `ADMIN`, `ModelNotFound`,
    ///   `Unsupported` when its engine does not load models, or whatever the engine throws
    public ModelCard load(
            CallContext context,
            String name,
            @Nullable KeepAlive keepAlive,
            DoubleConsumer progress) {
        Route route = loadable(context, name);
        LoadingEngine engine = loading(route);
        engine.load(context, route.card().id(), keepAlive, progress);
        return model(context, name);
    }

    /// Takes a model out of memory once its requests have ended, and waits for that.
    ///
    /// @throws ApiException as [#load]
    public ModelCard unload(CallContext context, String name) {
        Route route = loadable(context, name);
        boolean _ = loading(route).unload(context, route.card().id());
        return model(context, name);
    }

    private Route loadable(CallContext context, String name) {
        context.caller().require(Permission.ADMIN);
        return resolve(context, model(context, name).id());
    }

    private static LoadingEngine loading(Route route) {
        if (route.engine() instanceof LoadingEngine engine) {
            return engine;
        }
        throw new ApiException(
                new Unsupported("model", "loading and unloading", route.card().id().value()));
    }

    private ChatStream stream(
            CallContext context,
            Meter meter,
            ModelId model,
            Function<Route, Supplier<ChatStream>> prepare) {
        try {
            Route route = resolve(context, model);
            meter.routed(route);
            Supplier<ChatStream> start = prepare.apply(route);
            context.enforceStrict();
            Permit permit = admission.enter(context, route.card().id());
            try {
                meter.admitted(permit.queued());
                return open(context, start, permit, meter);
            } catch (RuntimeException | Error e) {
                permit.close();
                throw e;
            }
        } catch (RuntimeException e) {
            meter.failed(e);
            throw e;
        }
    }

    private static ChatStream open(
            CallContext context, Supplier<ChatStream> start, Permit permit, Meter meter) {
        ChatStream stream = start.get();
        try {
            // The engine may have found fields that it cannot honour.
            context.enforceStrict();
        } catch (ApiException e) {
            stream.close();
            throw e;
        }
        return new MeteredStream(stream, permit, meter);
    }

    private Route resolve(CallContext context, ModelId name) {
        context.caller().require(Permission.INFERENCE);
        Route route = router.resolve(name);
        if (!context.caller().mayUse(route.card().id().value())) {
            // Whether a forbidden model exists is nobody's business.
            throw new ApiException(new ModelNotFound(name.value()));
        }
        return route;
    }

    private Meter meter(CallContext context, Operation operation, ModelId model) {
        return new Meter(context, operation, model.value(), ledger, clock);
    }

    private static ApiException cannot(Route route, Capability capability) {
        return new ApiException(
                new Unsupported("model", capability.phrase(), route.card().id().value()));
    }

    private static String shorten(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
