/// The OpenAI dialect: chat completions, completions, embeddings and models as OpenAI's clients
/// speak them.
@NullMarked
package dev.parlance.dialect.openai;

import org.jspecify.annotations.NullMarked;
