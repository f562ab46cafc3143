/// The launcher script, run as people run it.
@NullMarked
package dev.parlance.launcher;

import org.jspecify.annotations.NullMarked;
