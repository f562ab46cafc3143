/// ONNX models in the process: sentence embeddings and rerankers, with the default embedding model.
@NullMarked
package dev.parlance.engine.onnx;

import org.jspecify.annotations.NullMarked;
