/// Where the native library comes from: builds that are pinned by hash, fetched with npm, kept in
/// the data folder, and the choice among them.
@NullMarked
package dev.parlance.engine.llama.natives;

import org.jspecify.annotations.NullMarked;
