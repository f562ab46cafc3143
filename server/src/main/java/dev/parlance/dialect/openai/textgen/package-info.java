/// What text-generation-webui's requests have beyond OpenAI's, turned into fields that the decoders
/// of the OpenAI dialect read.
@NullMarked
package dev.parlance.dialect.openai.textgen;

import org.jspecify.annotations.NullMarked;
