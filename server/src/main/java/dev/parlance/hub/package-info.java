/// Models from a hub: what a reference means, which files it takes, and how they get here whole.
@NullMarked
package dev.parlance.hub;

import org.jspecify.annotations.NullMarked;
