/// Configuration: one table of keys, and the records made from file, environment and flags.
@NullMarked
package dev.parlance.config;

import org.jspecify.annotations.NullMarked;
