/// The ports that stores implement.
@NullMarked
package dev.parlance.core.store;

import org.jspecify.annotations.NullMarked;
