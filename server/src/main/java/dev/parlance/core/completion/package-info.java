/// Text completion: prompt in, text out; echo, logprobs, infill.
@NullMarked
package dev.parlance.core.completion;

import org.jspecify.annotations.NullMarked;
