package dev.parlance.engine.llama;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of one file of a split model, such as `big-00001-of-00003.gguf`.
///
/// @param prefix the part before the numbers
/// @param number from 1
/// @param count how many files there are
record SplitName(String prefix, int number, int count) {
    private static final Pattern SHAPE = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.gguf");

    /// The parts of this name, if it is of that shape.
    static Optional<SplitName> parse(String fileName) {
        Matcher matcher = SHAPE.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SplitName name =
                new SplitName(
                        matcher.group(1),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)));
        boolean sound = name.number() >= 1 && name.number() <= name.count();
        return sound ? Optional.of(name) : Optional.empty();
    }

    /// All files of the model that this file belongs to, whether they exist or not.
    static List<Path> parts(Path file) {
        Optional<SplitName> parsed = parse(String.valueOf(file.getFileName()));
        if (parsed.isEmpty()) {
            return List.of(file);
        }
        SplitName name = parsed.get();
        List<Path> files = new ArrayList<>();
        for (int i = 1; i <= name.count(); i++) {
            files.add(
                    file.resolveSibling(
                            String.format(
                                    Locale.ROOT,
                                    "%s-%05d-of-%05d.gguf",
                                    name.prefix(),
                                    i,
                                    name.count())));
        }
        return files;
    }
}
