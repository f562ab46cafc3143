package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import dev.parlance.config.Origin;
import dev.parlance.config.textgen.TextgenFlag.Values;
import dev.parlance.wire.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Reads flags, from the command line or from `CMD_FLAGS.txt`.
final class FlagReader {
    private static final long MAX_BYTES = 1 << 16;

    /// One word and the line it is on.
    private record Word(String text, int line) {}

    private FlagReader() {}

    /// The flags of a command line on which nothing else is left.
    static List<Said> typed(List<String> words) {
        List<Word> numbered = words.stream().map(text -> new Word(text, 0)).toList();
        List<Said> said = new ArrayList<>();
        for (int at = 0; at < numbered.size(); ) {
            String name = name(numbered.get(at).text());
            at = read(numbered, at, _ -> new Origin.Flag(name), true, said);
        }
        return said;
    }

    /// The flags of a file: one or more on a line, `#` before a comment, quotes around words with
    /// spaces, and a backslash at a line's end that means nothing.
    ///
    /// @param shown how errors and listings call it
    /// @throws ConfigException when it cannot be read or has an unknown flag
    static List<Said> file(Path file, Path shown) {
        List<Word> words = new ArrayList<>();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(shown + " is larger than 64KiB.");
            }
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                words(lines.get(i).strip(), i + 1, words);
            }
        } catch (IOException e) {
            throw new ConfigException(shown + " cannot be read: " + e, e);
        }
        List<Said> said = new ArrayList<>();
        for (int at = 0; at < words.size(); ) {
            at = read(words, at, line -> new Origin.FileLine(shown, line), false, said);
        }
        return said;
    }

    private static void words(String line, int number, List<Word> words) {
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : (line + " ").toCharArray()) {
            if (c == '#' && quote == 0 && !begun && word.isEmpty()) {
                break;
            }
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (!Character.isWhitespace(c)) {
                word.append(c);
            } else if (begun || !word.isEmpty()) {
                words.add(new Word(word.toString(), number));
                word.setLength(0);
                begun = false;
            }
        }
        if (!words.isEmpty() && words.getLast().text().equals("\\")) {
            words.removeLast();
        }
    }

    /// Reads the flag at this word.
    ///
    /// @return the word after it and its values
    private static int read(
            List<Word> words, int at, IntFunction<Origin> origin, boolean typed, List<Said> said) {
        Word word = words.get(at);
        String name = name(word.text());
        Origin place = origin.apply(word.line());
        if (!name.startsWith("--")) {
            throw new ConfigException(
                    place.phrase() + ": '" + name + "' is no flag, nor belongs to one.");
        }
        TextgenFlag flag =
                FlagTable.find(name)
                        .orElseThrow(() ->
                                new ConfigException(
                                        place.phrase()
                                                + ": unknown flag "
                                                + name
                                                + ". Did you mean "
                                                + Nearest.of(name, FlagTable.names())
                                                + "?"));
        List<String> values = new ArrayList<>();
        int next = at + 1;
        if (word.text().length() > name.length()) {
            values.add(word.text().substring(name.length() + 1));
        } else {
            int most = flag.values() == Values.NONE ? 0 : flag.values() == Values.ONE ? 1 : 1000;
            while (next < words.size()
                    && values.size() < most
                    && !words.get(next).text().startsWith("--")) {
                values.add(words.get(next++).text());
            }
        }
        if (values.isEmpty() == (flag.values() != Values.NONE)) {
            throw new ConfigException(
                    place.phrase()
                            + (values.isEmpty()
                                    ? ": " + name + " needs a value."
                                    : ": " + name + " takes no value."));
        }
        said.add(new Said(flag, values, place, typed));
        return next;
    }

    /// The flag's name in `--name` or `--name=value`.
    static String name(String word) {
        int equals = word.indexOf('=');
        return word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
    }
}
