/// What the text of a model's reply means: its thoughts, its tool calls and what it says, in the
/// formats that models are trained for.
@NullMarked
package dev.parlance.engine.llama.reply;

import org.jspecify.annotations.NullMarked;
