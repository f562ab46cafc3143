/// Models as callers see them: id, card, capabilities, loaded state.
@NullMarked
package dev.parlance.core.model;

import org.jspecify.annotations.NullMarked;
