package dev.parlance.core.gateway;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.engine.AdapterEngine;
import dev.parlance.core.engine.LoadingEngine;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.route.Route;
import dev.parlance.core.route.Router;
import dev.parlance.core.usage.Operation;
import java.util.List;
import java.util.Optional;

/// What is done to models as a whole, and to all that runs: which model is the default and by what
/// it is loaded, what is ended early. Part of the [Gateway]. Thread-safe.
public final class Operator {
    private final Router router;
    private final Passage passage;

    Operator(Router router, Passage passage) {
        this.router = router;
        this.passage = passage;
    }

    /// The model that answers to `default` now; none when there is none that this caller may use.
    public Optional<ModelCard> defaultModel(CallContext context) {
        context.caller().require(Permission.INFERENCE);
        return router.defaultRoute()
                .map(Route::card)
                .filter(card -> context.caller().mayUse(card.id().value()));
    }

    /// The model that a call of this kind would reach by this name.
    ///
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound` when there is none that this
    ///   caller may use
    public ModelCard model(CallContext context, ModelId name, Operation operation) {
        return passage.resolve(context, name, operation).card();
    }

    /// Loads a model and makes it the default; the one before leaves memory once its requests have
    /// ended. When the load fails the default stays what it was. Options for a model that is always
    /// there are reported as ignored under `args`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Forbidden` without the permission `ADMIN`,
    ///   `ModelNotFound`, or whatever the engine throws
    public void switchTo(CallContext context, ModelId name, LoadOptions options) {
        context.caller().require(Permission.ADMIN);
        Route route = passage.resolve(context, name);
        ModelId id = route.card().id();
        Optional<Route> old = router.defaultRoute();
        if (route.engine() instanceof LoadingEngine engine) {
            ModelId instead =
                    old.filter(other -> other.engine().equals(engine))
                            .map(other -> other.card().id())
                            .orElse(null);
            engine.load(context, id, options, instead, _ -> {});
        } else if (!options.equals(LoadOptions.NONE)) {
            context.dispositions().ignored("args", "this model is always there as it is");
        }
        router.makeDefault(id);
    }

    /// Leaves no default, and takes the model that was it out of memory once its requests have
    /// ended; waits for that. Nothing happens when there is none.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Forbidden` without the permission `ADMIN`,
    ///   `DeadlineExceeded`
    public void unloadDefault(CallContext context) {
        context.caller().require(Permission.ADMIN);
        Optional<Route> old = router.defaultRoute();
        router.makeDefault(null);
        if (old.isPresent() && old.get().engine() instanceof LoadingEngine engine) {
            boolean _ = engine.unload(context, old.get().card().id());
        }
    }

    /// By what a model is loaded, or would be; none for a model that is always there.
    ///
    /// @throws dev.parlance.core.problem.ApiException `ModelNotFound`
    public Optional<LoadOptions> options(CallContext context, ModelId name) {
        Route route = passage.resolve(context, name);
        return route.engine() instanceof LoadingEngine engine
                ? Optional.of(engine.options(route.card().id()))
                : Optional.empty();
    }

    /// The adapters on disk that may be loaded beside a model, as paths.
    ///
    /// @throws dev.parlance.core.problem.ApiException `Forbidden` without the permission `ADMIN`,
    ///   `ModelNotFound`, `Unsupported`
    public List<String> adapterFiles(CallContext context, ModelId name) {
        context.caller().require(Permission.ADMIN);
        Route route = passage.resolve(context, name);
        return Passage.engine(route, AdapterEngine.class, Capability.LORA)
                .adapterFiles(context, route.card().id());
    }

    /// Ends replies at their next token; they finish as if their models had ended them. A caller
    /// with the permission `ADMIN` ends all that run, any other its own.
    ///
    /// @return how many there were
    public int stop(CallContext context) {
        Caller caller = context.caller();
        caller.require(Permission.INFERENCE);
        boolean all = caller.permissions().contains(Permission.ADMIN);
        return passage.running().stop(id -> all || id.equals(caller.id()));
    }
}
