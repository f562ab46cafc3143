/// What travels with one call: caller, deadline, profile, and what became of its fields.
@NullMarked
package dev.parlance.core.call;

import org.jspecify.annotations.NullMarked;
