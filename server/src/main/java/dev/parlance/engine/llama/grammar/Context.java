package dev.parlance.engine.llama.grammar;

/// What a rule that is being read returns to: known already, or still being collected.
sealed interface Context permits Frame, OpenFrame {}
