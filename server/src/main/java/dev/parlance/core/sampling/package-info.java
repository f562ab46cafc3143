/// How the next token is chosen: every sampling parameter under the field's names.
@NullMarked
package dev.parlance.core.sampling;

import org.jspecify.annotations.NullMarked;
