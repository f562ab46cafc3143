package dev.parlance.core.usage;

import dev.parlance.core.usage.LedgerEntry.Outcome;

/// What many calls used together.
///
/// @param calls how many there were, failed ones included
/// @param failedCalls those that a problem ended
/// @param inputTokens all input tokens, the cached ones included
/// @param outputTokens all output tokens
/// @param cachedTokens input tokens that were not computed again
public record UsageTotals(
        long calls, long failedCalls, long inputTokens, long outputTokens, long cachedTokens) {
    /// Nothing.
    public static final UsageTotals NONE = new UsageTotals(0, 0, 0, 0, 0);

    /// What one call used. Splitting a text into tokens runs no model and counts as nothing.
    public static UsageTotals of(LedgerEntry entry) {
        if (entry.operation() == Operation.TOKENIZE) {
            return NONE;
        }
        Usage usage = entry.usage();
        return new UsageTotals(
                1,
                entry.outcome() == Outcome.FAILED ? 1 : 0,
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cacheReadInputTokens());
    }

    /// The sum of both.
    public UsageTotals plus(UsageTotals other) {
        return new UsageTotals(
                calls + other.calls,
                failedCalls + other.failedCalls,
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cachedTokens + other.cachedTokens);
    }
}
