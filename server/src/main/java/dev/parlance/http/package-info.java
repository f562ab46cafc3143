/// The only package that sees the web server: listeners, routes, calls, limits, clean closes.
@NullMarked
package dev.parlance.http;

import org.jspecify.annotations.NullMarked;
