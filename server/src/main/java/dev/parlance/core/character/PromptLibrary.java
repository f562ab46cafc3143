package dev.parlance.core.character;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where characters, instruction templates and presets are found by name.
///
/// Thread-safe. A name is 1 to [#MAX_NAME] characters and never a path; what is no name of anything
/// is simply not there. All three `find` methods throw [dev.parlance.core.problem.ApiException]
/// `InvalidRequest` when something is there and cannot be used, because it is too large or not what
/// its kind wants.
public interface PromptLibrary {
    /// The character of requests that name none.
    String DEFAULT_CHARACTER = "Assistant";

    /// The template of models about which nothing is known.
    String DEFAULT_TEMPLATE = "Alpaca";

    /// The word by which clients say that they want none of their own.
    String NONE = "None";

    /// The longest name, in UTF-16 units.
    int MAX_NAME = 128;

    /// The character of this name, or `null`.
    @Nullable CharacterCard character(String name);

    /// The instruction template of this name, or `null`.
    @Nullable InstructionTemplate instructionTemplate(String name);

    /// The preset of this name, or `null`.
    @Nullable Preset preset(String name);

    /// The names of all characters, sorted.
    List<String> characters();

    /// The names of all instruction templates, sorted.
    List<String> instructionTemplates();

    /// The names of all presets, sorted.
    List<String> presets();

    /// True when this could be a name: no path, no control characters, not too long.
    static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= MAX_NAME
                && !name.startsWith(".")
                && name.chars().noneMatch(c -> Character.isISOControl(c) || "/\\:".indexOf(c) >= 0);
    }
}
