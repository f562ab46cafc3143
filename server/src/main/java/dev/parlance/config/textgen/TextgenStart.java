package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import dev.parlance.config.Foreign;
import dev.parlance.config.Given;
import dev.parlance.config.Keys;
import dev.parlance.config.Origin;
import dev.parlance.config.Sources;
import dev.parlance.config.textgen.Findings.Rank;
import dev.parlance.config.textgen.FlagEffect.Nothing;
import dev.parlance.config.textgen.FlagEffect.Sets;
import dev.parlance.config.textgen.FlagEffect.Takes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A start in the words of text-generation-webui, read as our configuration.
///
/// Its flags are understood on every command that starts or describes a server, its variables
/// always. Its files are read, and the profile changes, only for who asks for its API: with
/// `--api`, `--extensions openai`, `--public-api` or a profile of it.
public final class TextgenStart {
    private static final String PORT = "listeners[0].port";
    private static final String PROFILE = "listeners[0].profile";
    private static final Set<String> LLAMA = Set.of("llama.cpp", "llamacpp", "llama-cpp");

    private final Sources sources;
    private final Findings findings;

    private TextgenStart(Sources sources) {
        this.sources = sources;
        this.findings = new Findings(sources.workingFolder());
    }

    /// Takes the words that are its flags and their values out of a command line.
    ///
    /// @param words the command line, which keeps the rest
    /// @param own the flags that the command itself has, and whether a value follows
    /// @return the words taken, in order
    /// @throws ConfigException for a flag that neither knows
    public static List<String> take(List<String> words, Map<String, Boolean> own) {
        return new CommandLine(own).take(words);
    }

    /// What these words, and the variables and files of the machine, say.
    ///
    /// @param words as [#take] returns them
    /// @throws ConfigException when anything is unknown or contradictory
    public static Foreign read(List<String> words, Sources sources) {
        return new TextgenStart(sources).foreign(FlagReader.typed(words));
    }

    private Foreign foreign(List<Said> typed) {
        Merged line = new Merged(List.of(), typed);
        StartFiles files = StartFiles.find(line, asked(line), sources.workingFolder());
        Variables.read(sources.platform().environment(), findings);
        Optional<Origin> switchedOn = Optional.empty();
        Path settings = files.settings();
        if (settings != null) {
            switchedOn = SettingsFile.read(sources.workingFolder(), settings, findings);
        }
        Path commands = files.flags();
        List<Said> written =
                commands == null
                        ? List.of()
                        : FlagReader.file(sources.workingFolder().resolve(commands), commands);
        Merged flags = new Merged(written, typed);
        folders(files, line);
        flags.all().forEach(said -> apply(said, flags));
        profile(flags, switchedOn);
        new ListenerFlags(flags, sources, findings).read();
        contradictions();
        return findings.result();
    }

    private boolean asked(Merged line) {
        String profile = sources.flags().getOrDefault("--profile", "");
        return line.has("--api")
                || line.has("--public-api")
                || line.find("--extensions").filter(TextgenStart::openai).isPresent()
                || profile.toLowerCase(Locale.ROOT).startsWith("textgen");
    }

    private static boolean openai(Said extensions) {
        return extensions.values().contains("openai");
    }

    private void apply(Said said, Merged flags) {
        switch (said.flag().effect()) {
            case Sets(String path, String fixed) ->
                    put(said, path, fixed == null ? said.value() : fixed);
            case Nothing(String reason) ->
                    findings.notice(said.flag().name() + " has no effect: " + reason + ".");
            case Takes _ -> take(said, flags);
        }
    }

    private void put(Said said, String path, String value) {
        findings.put(Rank.of(said), path, value, said.origin());
    }

    /// The flags that are more than one value; where the server listens is said elsewhere.
    private void take(Said said, Merged flags) {
        switch (said.flag().name()) {
            case "--ctx-size" -> put(said, "llama.context-length", context(said, flags));
            case "--repetition-penalty-range" -> {
                String range = whole(said) == 0 ? "-1" : said.value();
                put(said, "textgen.defaults.repeat-last-n", range);
                put(said, "textgen.defaults.dry-penalty-last-n", range);
            }
            case "--idle-timeout" -> put(said, "llama.keep-alive", minutes(said));
            case "--loader" -> {
                if (!LLAMA.contains(said.value().toLowerCase(Locale.ROOT))) {
                    findings.notice("--loader has no effect: models run by llama.cpp alone.");
                }
            }
            case "--extensions" ->
                    said.values().stream()
                            .filter(name -> !name.equals("openai"))
                            .forEach(name ->
                                    findings.notice("The extension " + name + " is not here."));
            default -> {}
        }
    }

    /// llama.cpp divides its context among parallel replies; here each has one of its own.
    private static String context(Said said, Merged flags) {
        long all = whole(said);
        long replies = flags.find("--parallel").map(TextgenStart::whole).orElse(1L);
        return String.valueOf(all / Math.max(1, replies));
    }

    private static String minutes(Said said) {
        long minutes = whole(said);
        return minutes == 0 ? "forever" : minutes + "m";
    }

    private static long whole(Said said) {
        try {
            long number = Long.parseLong(said.value());
            if (number >= 0 && number <= 1L << 40) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new ConfigException(
                said.origin().phrase()
                        + ": "
                        + said.flag().name()
                        + " must be a whole number from 0, not '"
                        + said.value()
                        + "'.");
    }

    /// Its folders of models, and of characters, templates and presets.
    private void folders(StartFiles files, Merged line) {
        Optional<Origin> named = line.find("--user-data-dir").map(Said::origin);
        Path models = files.models();
        if (models != null) {
            // What was pulled before stays within reach.
            String usual = sources.platform().dataFolder().resolve("models").toString();
            Origin origin = named.orElse(new Origin.Folder(models));
            findings.put(Rank.FILE, "models-folders", models + "," + usual, origin);
        }
        Path prompts = files.prompts();
        if (prompts != null) {
            Origin origin = named.orElse(new Origin.Folder(prompts));
            findings.put(Rank.FILE, "prompts.folder", prompts.toString(), origin);
        }
    }

    private void profile(Merged flags, Optional<Origin> settings) {
        Optional<Said> extensions = flags.find("--extensions").filter(TextgenStart::openai);
        Optional<Said> current =
                flags.find("--api")
                        .or(() ->
                                extensions.isPresent()
                                        ? Optional.empty()
                                        : flags.find("--public-api"));
        if (current.isPresent()) {
            profile("textgen", Rank.of(current.get()), current.get().origin());
        } else if (extensions.isPresent()) {
            profile("textgen-2023", Rank.of(extensions.get()), extensions.get().origin());
        } else {
            settings.ifPresent(origin -> profile("textgen", Rank.FILE, origin));
        }
    }

    private void profile(String name, Rank rank, Origin origin) {
        if (rank != Rank.FLAG || !sources.flags().containsKey("--profile")) {
            findings.put(rank, PROFILE, name, origin);
        }
        findings.put(Rank.USUAL, PORT, "5000", origin);
    }

    /// Two flags for one key would leave it to chance which counts; a variable that wins says so.
    private void contradictions() {
        for (String flag : sources.flags().keySet()) {
            String path = path(flag);
            findings.find(Rank.FLAG, path)
                    .map(Given::origin)
                    .ifPresent(origin -> {
                        throw new ConfigException(
                                flag
                                        + " and "
                                        + origin.phrase()
                                        + " both set "
                                        + path
                                        + "; give one.");
                    });
        }
        for (Given variable : findings.all(Rank.VARIABLE)) {
            List<String> beaten = new ArrayList<>();
            sources.flags().keySet().stream()
                    .filter(flag -> path(flag).equals(variable.path()))
                    .forEach(beaten::add);
            findings.find(Rank.FLAG, variable.path())
                    .ifPresent(given -> beaten.add(given.origin().phrase()));
            beaten.forEach(loser ->
                    findings.notice(variable.origin().phrase() + " wins over " + loser + "."));
        }
    }

    private static String path(String flag) {
        return Keys.ALL.stream()
                .filter(key -> flag.equals(key.flag()))
                .findFirst()
                .map(key -> key.pathAt(0))
                .orElse(flag);
    }
}
