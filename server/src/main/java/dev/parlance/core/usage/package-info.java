/// What a call used: tokens, timings, and the ledger entry written once per call.
@NullMarked
package dev.parlance.core.usage;

import org.jspecify.annotations.NullMarked;
