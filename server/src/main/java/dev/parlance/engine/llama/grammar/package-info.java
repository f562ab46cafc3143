/// Output constraints: grammars over bytes, compiled once, and the tokens that they allow next.
@NullMarked
package dev.parlance.engine.llama.grammar;

import org.jspecify.annotations.NullMarked;
