package dev.parlance.dialect.openai;

import dev.parlance.core.character.PromptLibrary;
import java.time.Clock;

/// What the dialect makes prompts with.
///
/// @param library the characters, instruction templates and presets that requests name
/// @param explicitWins true when a request's own sampling fields win over its preset
/// @param clock the time and zone for templates that tell the date
public record Prompts(PromptLibrary library, boolean explicitWins, Clock clock) {}
