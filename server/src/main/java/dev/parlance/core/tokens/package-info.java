/// Texts as a model's tokens: splitting, joining, rendered conversations, what may come next.
@NullMarked
package dev.parlance.core.tokens;

import org.jspecify.annotations.NullMarked;
