package dev.parlance.engine.scripted;

import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.scripted.When.Match;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A condition on a text.
sealed interface TextMatch {
    /// The match, or `null` when there is none.
    ///
    /// @param rule what errors call the rule
    /// @throws ApiException `InvalidRequest` when a regular expression gets lost in this text
    @Nullable Match match(String rule, String text);

    /// The text as a whole.
    record Exact(String wanted, boolean ignoreCase) implements TextMatch {
        @Override
        public @Nullable Match match(String rule, String text) {
            boolean same = ignoreCase ? wanted.equalsIgnoreCase(text) : wanted.equals(text);
            return same ? new Match(null) : null;
        }
    }

    /// Any part of the text.
    record Contains(String wanted, boolean ignoreCase) implements TextMatch {
        @Override
        public @Nullable Match match(String rule, String text) {
            boolean found =
                    ignoreCase
                            ? text.toLowerCase(Locale.ROOT)
                                    .contains(wanted.toLowerCase(Locale.ROOT))
                            : text.contains(wanted);
            return found ? new Match(null) : null;
        }
    }

    /// Anywhere in the text, unless the expression anchors itself.
    record Regex(Pattern pattern) implements TextMatch {
        @Override
        public @Nullable Match match(String rule, String text) {
            // The expression is the operator's, the text is anybody's: a text made to send it
            // backtracking must not hold the thread.
            Matcher matcher = pattern.matcher(new BoundedText(text));
            try {
                return matcher.find() ? new Match(matcher.toMatchResult()) : null;
            } catch (BoundedText.OutOfSteps | StackOverflowError e) {
                throw ApiException.invalid(
                        "messages",
                        "The regular expression of the script's rule '"
                                + rule
                                + "' needs too many steps on this text. Shorten the text or"
                                + " simplify the expression.");
            }
        }
    }
}
