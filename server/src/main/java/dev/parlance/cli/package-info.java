/// The commands that people type; they start a server through a port and talk to one over HTTP.
@NullMarked
package dev.parlance.cli;

import org.jspecify.annotations.NullMarked;
