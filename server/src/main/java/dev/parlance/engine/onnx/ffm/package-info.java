/// What ONNX Runtime must be told by way of the C library before it starts.
@NullMarked
package dev.parlance.engine.onnx.ffm;

import org.jspecify.annotations.NullMarked;
