package dev.parlance.hub;

import java.util.regex.Pattern;

/// What a path from outside must look like before it becomes one on this machine: relative, at most
/// 8 names, each of letters, digits and a few signs, none of them `.` or `..`.
final class SafePath {
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._+=,()@~-]{0,199}");
    private static final int DEPTH = 6;

    private SafePath() {}

    /// The path itself.
    ///
    /// @throws HubException when it could lead anywhere else
    static String check(String path) {
        String[] names = path.split("/", -1);
        if (names.length > DEPTH) {
            throw refused(path);
        }
        for (String name : names) {
            if (!NAME.matcher(name).matches() || name.endsWith(".") || name.endsWith(" ")) {
                throw refused(path);
            }
        }
        return path;
    }

    static boolean isSafe(String path) {
        try {
            return !check(path).isEmpty();
        } catch (HubException _) {
            return false;
        }
    }

    private static HubException refused(String path) {
        return new HubException("The file name '" + path + "' is not one that is written here.");
    }
}
