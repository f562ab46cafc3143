package dev.parlance.core.chat;

import java.util.List;

/// One output token with its log probability and the likeliest alternatives.
///
/// @param token its text; invalid UTF-8 is shown with replacement characters
/// @param bytes its exact bytes, 0 to 255 each
/// @param logprob the natural logarithm of its probability, at most 0; NaN for the first token of
///   an echoed prompt, before which nothing comes
/// @param top the likeliest tokens at this place, most likely first; may include this one
public record TokenLogprob(
        String token, List<Integer> bytes, double logprob, List<Alternative> top) {
    public TokenLogprob {
        bytes = List.copyOf(bytes);
        top = List.copyOf(top);
    }

    /// A token that could have come instead.
    public record Alternative(String token, List<Integer> bytes, double logprob) {
        public Alternative {
            bytes = List.copyOf(bytes);
        }
    }
}
