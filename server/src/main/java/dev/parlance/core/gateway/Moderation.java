package dev.parlance.core.gateway;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.engine.ModerationEngine;
import dev.parlance.core.model.Capability;
import dev.parlance.core.moderation.ModerationRequest;
import dev.parlance.core.moderation.ModerationResult;
import dev.parlance.core.usage.Operation;

/// The passage of moderation calls. Stateless.
final class Moderation {
    private Moderation() {}

    static ModerationResult answer(
            Passage passage, CallContext context, ModerationRequest request) {
        return passage.answer(
                context,
                Operation.MODERATION,
                request.model(),
                route -> {
                    new CapabilityCheck(context, route.card()).need("model", Capability.MODERATION);
                    var engine =
                            Passage.engine(route, ModerationEngine.class, Capability.MODERATION);
                    return () -> engine.moderate(context, route.card().id(), request);
                },
                ModerationResult::usage);
    }
}
