/// Reading and checking of GGUF model files in Java, before native code sees a byte of them.
@NullMarked
package dev.parlance.engine.llama.gguf;

import org.jspecify.annotations.NullMarked;
