package dev.parlance.config.textgen;

import java.util.List;

/// One flag of text-generation-webui's command line.
///
/// @param name its current name, with its dashes
/// @param aliases older names; an underscore is as good as a dash in all of them
/// @param values what follows it
/// @param effect what it does here
public record TextgenFlag(String name, List<String> aliases, Values values, FlagEffect effect) {

    /// How many words follow a flag.
    public enum Values {
        NONE,
        ONE,
        /// All up to the next flag, at least one.
        MANY
    }

    public TextgenFlag {
        aliases = List.copyOf(aliases);
    }

    /// True when somebody who writes this means it.
    boolean isCalled(String written) {
        String dashed = "--" + written.substring(2).replace('_', '-');
        return name.equals(dashed) || aliases.contains(dashed);
    }
}
