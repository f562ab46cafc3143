/// Characters, instruction templates and presets, and how they turn a conversation into a prompt.
@NullMarked
package dev.parlance.core.character;

import org.jspecify.annotations.NullMarked;
