package dev.parlance.store.prompt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place with prompt files. Thread-safe.
interface PromptSource {
    /// The largest file that is read, in bytes.
    int MAX_BYTES = 256 << 10;

    /// A file's name and its text.
    record Found(String file, String text) {}

    /// The file of this kind and name, or `null`.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when it is too large, no
    ///   UTF-8 or cannot be read
    @Nullable Found find(PromptKind kind, String name);

    /// The names of all files of this kind.
    List<String> names(PromptKind kind);
}
