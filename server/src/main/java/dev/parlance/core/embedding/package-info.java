/// Embeddings and reranking: requests, inputs, and the vectors and scores that answer them.
@NullMarked
package dev.parlance.core.embedding;

import org.jspecify.annotations.NullMarked;
