/// The one entrance: authorise, resolve, admit, run, meter.
@NullMarked
package dev.parlance.core.gateway;

import org.jspecify.annotations.NullMarked;
