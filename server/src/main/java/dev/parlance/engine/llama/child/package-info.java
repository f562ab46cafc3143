/// A model in a process of its own: both ends, and the protocol between them.
@NullMarked
package dev.parlance.engine.llama.child;

import org.jspecify.annotations.NullMarked;
