package dev.parlance.core.gateway;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.Permission;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.route.Route;
import dev.parlance.core.route.Router;
import dev.parlance.core.usage.Operation;
import java.util.Optional;

/// What is done to models as a whole, and to all that runs: which model is the default, what is
/// ended early. Part of the [Gateway]. Thread-safe.
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
