package dev.parlance.engine.llama;

/// A model in memory that requests can go to.
sealed interface Runner permits LoadedModel, ChildModel {}
