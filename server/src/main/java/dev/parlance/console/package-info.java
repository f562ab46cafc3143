/// What a browser sees: the landing page, the server's own OpenAPI document and the page to browse
/// it.
@NullMarked
package dev.parlance.console;

import org.jspecify.annotations.NullMarked;
