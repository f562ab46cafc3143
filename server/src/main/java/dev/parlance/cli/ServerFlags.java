package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.ConfigException;
import dev.parlance.config.Key;
import dev.parlance.config.Keys;
import dev.parlance.config.Sources;
import dev.parlance.config.ValueType;
import dev.parlance.config.textgen.TextgenStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The flags that come from the table of keys, on every command that needs a configuration.
final class ServerFlags {
    private static final String CONFIG = "--config";
    private static final String TEXTGEN = "--textgen-word";

    private ServerFlags() {}

    /// Adds the flags to a command.
    static void addTo(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.addOption(
                OptionSpec.builder(CONFIG)
                        .type(Path.class)
                        .paramLabel("FILE")
                        .description(
                                "The configuration file; "
                                        + Config.DEFAULT_FILE
                                        + " in this folder when it exists.")
                        .build());
        for (Key key : Keys.ALL) {
            String flag = key.flag();
            if (flag != null) {
                spec.addOption(option(flag, key));
            }
        }
    }

    /// Lets a command understand text-generation-webui's flags, too. They reach [#load] as words of
    /// a hidden option: two hundred more options would bury ours.
    static void addTextgen(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.addOption(
                OptionSpec.builder(TEXTGEN).type(List.class).arity("1").hidden(true).build());
        Map<String, Boolean> own = new HashMap<>();
        spec.optionsMap().forEach((name, option) -> own.put(name, option.arity().max() > 0));
        spec.preprocessor((stack, _, _, _) -> {
            List<String> words = new ArrayList<>(stack.reversed());
            try {
                List<String> taken = TextgenStart.take(words, own);
                taken.forEach(word -> words.add(TEXTGEN + "=" + word));
            } catch (ConfigException e) {
                throw new ParameterException(command, String.valueOf(e.getMessage()), e);
            }
            stack.clear();
            stack.addAll(words.reversed());
            return false;
        });
    }

    private static OptionSpec option(String flag, Key key) {
        OptionSpec.Builder option = OptionSpec.builder(flag).description(key.doc());
        if (key.type() instanceof ValueType.Switch) {
            return option.type(boolean.class).arity("0").build();
        }
        return option.type(String.class)
                .paramLabel(flag.substring(2).toUpperCase(java.util.Locale.ROOT))
                .build();
    }

    /// The configuration as file, environment and this command line say.
    ///
    /// @throws dev.parlance.config.ConfigException when it cannot be used
    static Config load(CommandSpec spec) {
        return load(spec, Map.of());
    }

    /// The same with further flags, which win.
    static Config load(CommandSpec spec, Map<String, String> further) {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<String, String> flags = new LinkedHashMap<>();
        for (Key key : Keys.ALL) {
            String flag = key.flag();
            if (flag != null && parsed.hasMatchedOption(flag)) {
                flags.put(flag, String.valueOf((Object) parsed.matchedOptionValue(flag, "")));
            }
        }
        flags.putAll(further);
        Sources sources = Sources.current(parsed.matchedOptionValue(CONFIG, null), flags);
        List<String> words = parsed.matchedOptionValue(TEXTGEN, List.of());
        return Config.load(sources.with(TextgenStart.read(words, sources)));
    }
}
