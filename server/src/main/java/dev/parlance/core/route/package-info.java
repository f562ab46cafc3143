/// From the model a caller names to the engine that serves it.
@NullMarked
package dev.parlance.core.route;

import org.jspecify.annotations.NullMarked;
