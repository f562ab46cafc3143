/// GGUF models in the process: model folders, the batch loop of each loaded model, and its ports.
@NullMarked
package dev.parlance.engine.llama;

import org.jspecify.annotations.NullMarked;
