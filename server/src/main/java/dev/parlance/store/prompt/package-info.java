/// Characters, instruction templates and presets in files: the user's folder first, then ours.
@NullMarked
package dev.parlance.store.prompt;

import org.jspecify.annotations.NullMarked;
