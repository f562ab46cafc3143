package dev.parlance.engine.llama;

import java.util.List;

/// Looks for stop sequences in text that comes piece by piece, and holds back what may become one.
/// For one thread.
final class StopMatcher {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    /// @param stops none of them empty
    StopMatcher(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /// The text that can be shown now that this piece has come.
    String add(String piece) {
        if (stopped) {
            return "";
        }
        String text = held + piece;
        int first = firstMatch(text);
        if (first >= 0) {
            stopped = true;
            held = "";
            return text.substring(0, first);
        }
        int safe = text.length() - heldLength(text);
        held = text.substring(safe);
        return text.substring(0, safe);
    }

    /// Where the match begins that ends first, so that pieces of any size give the same; or -1.
    private int firstMatch(String text) {
        int first = -1;
        int end = Integer.MAX_VALUE;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            int itsEnd = at + stop.length();
            if (at >= 0 && (itsEnd < end || (itsEnd == end && at < first))) {
                first = at;
                end = itsEnd;
            }
        }
        return first;
    }

    /// True once a stop sequence has come.
    boolean stopped() {
        return stopped;
    }

    /// What was held back for a stop sequence that did not come.
    String finish() {
        String rest = held;
        held = "";
        return rest;
    }

    /// The length of the longest end of the text that a stop sequence begins with.
    private int heldLength(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length());
                    length > longest;
                    length--) {
                if (text.regionMatches(text.length() - length, stop, 0, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
