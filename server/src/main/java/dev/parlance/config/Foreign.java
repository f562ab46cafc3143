package dev.parlance.config;

import java.util.List;

/// What the command line, variables and files of another program say about our keys, for people who
/// come from there. Within each list the later wins.
///
/// @param defaults weaker than the configuration file
/// @param files stronger than the configuration file, weaker than our variables
/// @param flags as strong as our flags
/// @param variables stronger than everything, since they are so there
/// @param notices what was said and does nothing here, one sentence each
public record Foreign(
        List<Given> defaults,
        List<Given> files,
        List<Given> flags,
        List<Given> variables,
        List<String> notices) {
    /// Nothing.
    public static final Foreign NONE =
            new Foreign(List.of(), List.of(), List.of(), List.of(), List.of());

    public Foreign {
        defaults = List.copyOf(defaults);
        files = List.copyOf(files);
        flags = List.copyOf(flags);
        variables = List.copyOf(variables);
        notices = List.copyOf(notices);
    }
}
