package dev.parlance.engine.llama;

import dev.parlance.core.model.AdapterCard;
import dev.parlance.engine.llama.ffm.NativeAdapter;

/// An adapter in memory. Its scale may be changed by any thread; its native side belongs to the
/// model's.
final class LoadedAdapter {
    private final int id;
    private final String name;
    private final String path;
    private final NativeAdapter weights;
    private volatile double scale;
    private boolean freed;

    LoadedAdapter(int id, String name, String path, NativeAdapter weights, double scale) {
        this.id = id;
        this.name = name;
        this.path = path;
        this.weights = weights;
        this.scale = scale;
    }

    int id() {
        return id;
    }

    String name() {
        return name;
    }

    NativeAdapter weights() {
        return weights;
    }

    /// For requests that do not say.
    double scale() {
        return scale;
    }

    void scale(double newScale) {
        scale = newScale;
    }

    boolean isFreed() {
        return freed;
    }

    /// Gives the native memory back.
    void free() {
        freed = true;
        weights.close();
    }

    AdapterCard card() {
        return new AdapterCard(id, name, path, scale);
    }
}
