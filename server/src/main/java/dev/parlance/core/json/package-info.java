/// A tiny sealed JSON tree for schemas, tool arguments and extras that core does not model.
@NullMarked
package dev.parlance.core.json;

import org.jspecify.annotations.NullMarked;
