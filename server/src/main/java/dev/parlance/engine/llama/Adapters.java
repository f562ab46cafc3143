package dev.parlance.engine.llama;

import dev.parlance.core.model.AdapterCard;
import dev.parlance.core.model.AdapterUse;
import dev.parlance.core.problem.ApiException;
import dev.parlance.engine.llama.AdapterSet.Applied;
import dev.parlance.engine.llama.ffm.NativeAdapter;
import dev.parlance.engine.llama.ffm.NativeException;
import dev.parlance.engine.llama.ffm.NativeModel;
import dev.parlance.engine.llama.gguf.AdapterCheck;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.llama.gguf.GgufHeader;
import dev.parlance.engine.llama.gguf.GgufReader;
import dev.parlance.engine.llama.gguf.GgufTensor;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The adapters of one loaded model. Thread-safe but for [#load], [#sweep] and [#close], which
/// belong to the model's thread.
final class Adapters implements AutoCloseable {
    private static final int MAX = 64;
    private static final int MAX_NAME = 256;

    private final NativeModel model;
    private final Path folder;
    private final String architecture;
    private final Map<String, GgufTensor> tensors = new HashMap<>();
    private final Map<String, LoadedAdapter> byName = new LinkedHashMap<>(); // guarded by this
    private final List<LoadedAdapter> removed = new ArrayList<>(); // guarded by this
    private int nextId;

    /// @param parts the headers of the model's files
    Adapters(NativeModel model, List<GgufHeader> parts) {
        this.model = model;
        this.folder = parts.getFirst().file().toAbsolutePath().normalize().resolveSibling("");
        this.architecture = parts.getFirst().architecture();
        parts.forEach(part -> part.tensors().forEach(each -> tensors.put(each.name(), each)));
    }

    synchronized List<AdapterCard> cards() {
        return byName.values().stream().map(LoadedAdapter::card).toList();
    }

    /// Loads one, which takes as long as its file is read; replies wait meanwhile.
    ///
    /// @throws ApiException `InvalidRequest`
    AdapterCard load(String name, String path, double scale) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw ApiException.invalid(
                    "lora_name", "An adapter's name has 1 to " + MAX_NAME + " characters.");
        }
        synchronized (this) {
            if (byName.containsKey(name)) {
                throw ApiException.invalid(
                        "lora_name",
                        "There is an adapter '" + name + "' already; remove it first.");
            }
            if (byName.size() >= MAX) {
                throw ApiException.invalid(
                        "lora_name", "There are " + MAX + " adapters, which is the most.");
            }
        }
        Path file = file(path);
        try {
            AdapterCheck.check(GgufReader.read(file), architecture, tensors);
            NativeAdapter weights = NativeAdapter.load(model, file);
            synchronized (this) {
                LoadedAdapter adapter = new LoadedAdapter(nextId++, name, path, weights, scale);
                byName.put(name, adapter);
                return adapter.card();
            }
        } catch (GgufException | NativeException e) {
            throw ApiException.invalid("lora_path", String.valueOf(e.getMessage()));
        }
    }

    /// The file of this path, which lies in the model's folder or below it.
    private Path file(String path) {
        try {
            Path file = folder.resolve(path).normalize();
            if (Path.of(path).isAbsolute() || !file.startsWith(folder) || !path.endsWith(".gguf")) {
                throw ApiException.invalid(
                        "lora_path",
                        "'lora_path' names a .gguf file in the folder of the model's file, without"
                                + " '..'.");
            }
            Path real = file.toRealPath();
            if (!real.startsWith(folder.toRealPath())) {
                throw ApiException.invalid("lora_path", "'lora_path' leads out of the folder.");
            }
            return real;
        } catch (InvalidPathException | IOException e) {
            throw ApiException.invalid(
                    "lora_path", "There is no such file in the folder of the model's file.");
        }
    }

    synchronized void remove(String name) {
        LoadedAdapter adapter = byName.remove(name);
        if (adapter == null) {
            throw unknown("'" + name + "'");
        }
        removed.add(adapter);
    }

    synchronized void scale(List<AdapterUse> uses) {
        Map<LoadedAdapter, Double> scales = new LinkedHashMap<>();
        uses.forEach(use -> scales.put(find(use), use.scale()));
        scales.forEach(LoadedAdapter::scale);
    }

    /// The adapters for a request.
    ///
    /// @param uses what it says, those that it does not name having no effect; `null` for the
    ///   scales that are set
    synchronized AdapterSet of(@Nullable List<AdapterUse> uses) {
        Map<LoadedAdapter, Double> scales = new LinkedHashMap<>();
        if (uses == null) {
            byName.values().forEach(each -> scales.put(each, each.scale()));
        } else {
            uses.forEach(use -> scales.put(find(use), use.scale()));
        }
        List<Applied> applied =
                scales.entrySet().stream()
                        .filter(each -> each.getValue() != 0)
                        .map(each -> new Applied(each.getKey(), each.getValue().floatValue()))
                        .sorted(Comparator.comparingInt(each -> each.adapter().id()))
                        .toList();
        return applied.isEmpty() ? AdapterSet.NONE : new AdapterSet(applied);
    }

    private LoadedAdapter find(AdapterUse use) {
        for (LoadedAdapter adapter : byName.values()) {
            if (use.id() == null ? adapter.name().equals(use.name()) : adapter.id() == use.id()) {
                return adapter;
            }
        }
        throw unknown(use.id() == null ? "'" + use.name() + "'" : String.valueOf(use.id()));
    }

    private static ApiException unknown(String which) {
        return ApiException.invalid(
                AdapterUse.FIELD, "The model has no adapter " + which + " loaded.");
    }

    /// Frees removed adapters that are no longer in use.
    ///
    /// @param release makes the contexts let go of one; false when it is in use
    synchronized void sweep(Predicate<LoadedAdapter> release) {
        removed.removeIf(adapter -> {
            boolean free = release.test(adapter);
            if (free) {
                adapter.free();
            }
            return free;
        });
    }

    /// Frees all of them; no context is left that uses any.
    @Override
    public synchronized void close() {
        removed.addAll(byName.values());
        byName.clear();
        removed.forEach(LoadedAdapter::free);
        removed.clear();
    }
}
