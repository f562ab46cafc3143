/// What can go wrong with a call: one sealed problem type, rendered once per dialect.
@NullMarked
package dev.parlance.core.problem;

import org.jspecify.annotations.NullMarked;
