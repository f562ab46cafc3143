/// text-generation-webui's own routes: the internal ones, those of its first API, and billing.
@NullMarked
package dev.parlance.dialect.textgen;

import org.jspecify.annotations.NullMarked;
