package dev.parlance.engine.llama;

import dev.parlance.engine.llama.child.ChildEngine;

/// A model that runs in a process of its own.
///
/// @param engine the way there
record ChildModel(ChildEngine engine) implements Runner {}
