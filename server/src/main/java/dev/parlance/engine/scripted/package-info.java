/// The rehearsal engine: answers, delays, tool calls and faults from a script, and a sensible echo
/// without one.
@NullMarked
package dev.parlance.engine.scripted;

import org.jspecify.annotations.NullMarked;
