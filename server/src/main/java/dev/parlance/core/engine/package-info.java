/// The ports that engines implement.
@NullMarked
package dev.parlance.core.engine;

import org.jspecify.annotations.NullMarked;
