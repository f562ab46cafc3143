/// Embeddings: requests, inputs and the vectors that answer them.
@NullMarked
package dev.parlance.core.embedding;

import org.jspecify.annotations.NullMarked;
