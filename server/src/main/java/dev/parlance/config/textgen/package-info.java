/// The command line, variables and files of text-generation-webui, as our configuration.
@NullMarked
package dev.parlance.config.textgen;

import org.jspecify.annotations.NullMarked;
