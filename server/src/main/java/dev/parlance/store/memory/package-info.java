/// Stores that forget everything when the process ends.
@NullMarked
package dev.parlance.store.memory;

import org.jspecify.annotations.NullMarked;
