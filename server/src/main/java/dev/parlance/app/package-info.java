/// The composition root: wires everything by constructors, and `main`.
@NullMarked
package dev.parlance.app;

import org.jspecify.annotations.NullMarked;
