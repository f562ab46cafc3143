package dev.parlance.core.chat;

import java.util.List;

/// Whether the model may, must or must not call tools.
public sealed interface ToolChoice {

    /// It may; the default when tools are given.
    record Auto() implements ToolChoice {}

    /// It must not.
    record None() implements ToolChoice {}

    /// It must call at least one.
    record Required() implements ToolChoice {}

    /// It must call this one.
    record Named(String name) implements ToolChoice {}

    /// It may (or, if `required`, must) call some of these.
    record Allowed(List<String> names, boolean required) implements ToolChoice {
        public Allowed {
            names = List.copyOf(names);
        }
    }
}
