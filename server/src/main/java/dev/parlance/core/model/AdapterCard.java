package dev.parlance.core.model;

/// What callers may know of an adapter that is loaded beside a model.
///
/// @param id its number, from 0, never used again while the model stays loaded
/// @param name as it was loaded under
/// @param path of its file, as it was given
/// @param scale how strongly it works on requests that do not say; 0 for not at all
public record AdapterCard(int id, String name, String path, double scale) {}
