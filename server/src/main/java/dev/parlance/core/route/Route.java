package dev.parlance.core.route;

import dev.parlance.core.engine.Engine;
import dev.parlance.core.model.ModelCard;

/// Where a call goes: the model and the engine that serves it.
public record Route(ModelCard card, Engine engine) {}
