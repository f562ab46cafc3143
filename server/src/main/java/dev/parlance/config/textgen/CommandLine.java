package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import dev.parlance.config.textgen.TextgenFlag.Values;
import dev.parlance.wire.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A command line on which two programs' flags are mixed.
///
/// @param own the flags that the command itself has, and whether a value follows
record CommandLine(Map<String, Boolean> own) {
    CommandLine {
        own = Map.copyOf(own);
    }

    /// Takes out the words of text-generation-webui's flags. A flag that the command itself has
    /// stays where it is.
    ///
    /// @throws ConfigException for a flag that neither knows
    List<String> take(List<String> words) {
        List<String> taken = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (int at = 0; at < words.size(); ) {
            String word = words.get(at);
            String name = FlagReader.name(word);
            if (word.equals("--")) {
                rest.addAll(words.subList(at, words.size()));
                at = words.size();
            } else if (!word.startsWith("--") || own.containsKey(name)) {
                rest.add(words.get(at++));
                if (word.equals(name) && own.getOrDefault(name, false) && at < words.size()) {
                    rest.add(words.get(at++));
                }
            } else {
                int end = end(words, at, flag(name));
                taken.addAll(words.subList(at, end));
                at = end;
            }
        }
        words.clear();
        words.addAll(rest);
        return taken;
    }

    /// Where the flag's values end.
    private static int end(List<String> words, int at, TextgenFlag flag) {
        int end = at + 1;
        if (words.get(at).contains("=") || flag.values() == Values.NONE) {
            return end;
        }
        while (end < words.size()
                && !words.get(end).startsWith("--")
                && (flag.values() == Values.MANY || end == at + 1)) {
            end++;
        }
        return end;
    }

    private TextgenFlag flag(String name) {
        Optional<TextgenFlag> flag = FlagTable.find(name);
        if (flag.isPresent()) {
            return flag.get();
        }
        List<String> names = new ArrayList<>(own.keySet().stream().sorted().toList());
        names.addAll(FlagTable.names());
        throw new ConfigException(
                "Unknown flag " + name + ". Did you mean " + Nearest.of(name, names) + "?");
    }
}
