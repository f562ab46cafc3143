package dev.parlance.engine.scripted;

import java.util.Collection;
import java.util.Comparator;

/// The known word that is most like a mistyped one.
final class Nearest {
    private Nearest() {}

    static String to(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(k -> distance(word, k))
                                .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /// How many letters to insert, delete or replace; Levenshtein's distance.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int same = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
