package dev.parlance.store.prompt;

import java.util.List;

/// What a file may describe.
enum PromptKind {
    CHARACTER("characters", "character", "character", ".yml .yaml .json"),
    TEMPLATE(
            "instruction-templates",
            "instruction_template",
            "instruction template",
            ".jinja .jinja2 .yaml .yml"),
    PRESET("presets", "preset", "preset", ".yaml .yml");

    private final String folder;
    private final String field;
    private final String words;
    private final String endings;

    PromptKind(String folder, String field, String words, String endings) {
        this.folder = folder;
        this.field = field;
        this.words = words;
        this.endings = endings;
    }

    /// The name of its folder.
    String folder() {
        return folder;
    }

    /// The request field that names one.
    String field() {
        return field;
    }

    /// What people call it.
    String words() {
        return words;
    }

    /// How its files' names end; of two files with one name, the earlier ending counts.
    List<String> endings() {
        return List.of(endings.split(" ", -1));
    }
}
