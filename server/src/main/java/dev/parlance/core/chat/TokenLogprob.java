package dev.parlance.core.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One output token with its log probability and the likeliest alternatives.
///
/// @param token its text; invalid UTF-8 is shown with replacement characters
/// @param bytes its exact bytes, 0 to 255 each
/// @param logprob the natural logarithm of its probability, at most 0; NaN for the first token of
///   an echoed prompt, before which nothing comes
/// @param top the likeliest tokens at this place, most likely first; may include this one
/// @param id its id in the model's vocabulary; `null` when not known
public record TokenLogprob(
        String token,
        List<Integer> bytes,
        double logprob,
        List<Alternative> top,
        @Nullable Integer id) {
    public TokenLogprob {
        bytes = List.copyOf(bytes);
        top = List.copyOf(top);
    }

    /// A token whose id is not known.
    public TokenLogprob(String token, List<Integer> bytes, double logprob, List<Alternative> top) {
        this(token, bytes, logprob, top, null);
    }

    /// A token that could have come instead.
    public record Alternative(
            String token, List<Integer> bytes, double logprob, @Nullable Integer id) {
        public Alternative {
            bytes = List.copyOf(bytes);
        }

        /// A token whose id is not known.
        public Alternative(String token, List<Integer> bytes, double logprob) {
            this(token, bytes, logprob, null);
        }
    }
}
