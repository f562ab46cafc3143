/// Prompt building: renders the chat template of a model with an interpreter of our own.
@NullMarked
package dev.parlance.core.prompt;

import org.jspecify.annotations.NullMarked;
