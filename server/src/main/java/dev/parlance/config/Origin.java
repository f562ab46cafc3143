package dev.parlance.config;

import java.nio.file.Path;

/// Where a value came from.
public sealed interface Origin {
    /// The words for it: `default`, `parlance.yaml:3`, `env PARLANCE_PORT`, `flag --port`, `folder
    /// user_data/models`.
    String phrase();

    /// Nobody set it.
    record Fallback() implements Origin {
        @Override
        public String phrase() {
            return "default";
        }
    }

    /// A line of the configuration file, counted from 1.
    record FileLine(Path file, int line) implements Origin {
        @Override
        public String phrase() {
            return file + ":" + line;
        }
    }

    /// An environment variable.
    record Environment(String name) implements Origin {
        @Override
        public String phrase() {
            return "env " + name;
        }
    }

    /// A command-line flag, with its dashes.
    record Flag(String name) implements Origin {
        @Override
        public String phrase() {
            return "flag " + name;
        }
    }

    /// A folder that is there.
    record Folder(Path folder) implements Origin {
        @Override
        public String phrase() {
            return "folder " + folder;
        }
    }
}
