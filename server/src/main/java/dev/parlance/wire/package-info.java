/// Bytes to values and back: JSON, YAML, server-sent events, newline-delimited JSON.
@NullMarked
package dev.parlance.wire;

import org.jspecify.annotations.NullMarked;
