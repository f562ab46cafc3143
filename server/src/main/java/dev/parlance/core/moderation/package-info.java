/// Moderation: texts, the categories of harm, and what was found.
@NullMarked
package dev.parlance.core.moderation;

import org.jspecify.annotations.NullMarked;
