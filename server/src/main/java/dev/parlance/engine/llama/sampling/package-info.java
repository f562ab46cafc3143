/// How the llama engine chooses the next token: every sampler, on the logits, in Java.
@NullMarked
package dev.parlance.engine.llama.sampling;

import org.jspecify.annotations.NullMarked;
