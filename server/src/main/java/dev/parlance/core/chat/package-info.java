/// Chat: request, message, sealed parts and events, the pulled stream, its accumulator.
@NullMarked
package dev.parlance.core.chat;

import org.jspecify.annotations.NullMarked;
