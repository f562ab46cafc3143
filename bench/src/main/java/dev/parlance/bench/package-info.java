/// Load programs that measure Parlance beside the limit of the same machine, in one run.
@NullMarked
package dev.parlance.bench;

import org.jspecify.annotations.NullMarked;
