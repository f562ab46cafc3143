/// Admission: a bounded, fair queue before each model, with deadlines.
@NullMarked
package dev.parlance.core.schedule;

import org.jspecify.annotations.NullMarked;
