/// The binding to llama.cpp's C API by `java.lang.foreign`: one owner and one lifetime for each
/// native handle, and the only package of this engine that sees native memory.
@NullMarked
package dev.parlance.engine.llama.ffm;

import org.jspecify.annotations.NullMarked;
