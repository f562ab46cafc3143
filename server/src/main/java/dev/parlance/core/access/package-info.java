/// Who calls: caller, API key, permission, and the one authentication function.
@NullMarked
package dev.parlance.core.access;

import org.jspecify.annotations.NullMarked;
