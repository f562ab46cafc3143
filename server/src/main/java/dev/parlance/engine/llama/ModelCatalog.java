package dev.parlance.engine.llama;

import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.ModelNotFound;
import dev.parlance.engine.llama.gguf.GgufException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engine's models by id: those configured, and those that lie in its folders now. Folders are
/// searched again at most every two seconds, when somebody asks. Thread-safe.
final class ModelCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);
    private static final long RESCAN_NANOS = 2_000_000_000;

    private final LlamaSettings settings;
    private final Map<String, ServedModel> configured = new LinkedHashMap<>();
    private final Consumer<ServedModel> onGone;
    private final ReentrantLock scanning = new ReentrantLock();
    // Files that are not served, as they were when that was logged.
    private final Map<Path, FileStamp> refused = new HashMap<>();
    private volatile Map<String, ServedModel> all;
    private volatile long scanned;

    /// @param onGone told of models whose file has vanished
    /// @throws GgufException when a configured file is not readable GGUF
    ModelCatalog(LlamaSettings settings, Consumer<ServedModel> onGone) {
        this.settings = settings;
        this.onGone = onGone;
        for (ModelSource source : settings.models()) {
            String id = source.id().value();
            if (configured.containsKey(id)) {
                LOG.warn("not served: {}, because the id {} is taken", source.file(), id);
            } else {
                configured.put(id, new ServedModel(source, settings));
            }
        }
        all = configured;
        scan();
    }

    /// The configured models, then those found.
    Collection<ServedModel> all() {
        refresh();
        return Collections.unmodifiableCollection(all.values());
    }

    /// The configured models.
    Collection<ServedModel> configured() {
        return Collections.unmodifiableCollection(configured.values());
    }

    /// The model of this id.
    ///
    /// @throws ApiException `ModelNotFound`
    ServedModel get(ModelId id) {
        ServedModel model = all.get(id.value());
        if (model == null) {
            refresh();
            model = all.get(id.value());
        }
        if (model == null) {
            throw new ApiException(new ModelNotFound(id.value()));
        }
        return model;
    }

    private void refresh() {
        if (settings.folders().isEmpty()
                || System.nanoTime() - scanned < RESCAN_NANOS
                || !scanning.tryLock()) {
            return;
        }
        try {
            scan();
        } finally {
            scanning.unlock();
        }
    }

    private void scan() {
        Map<String, ServedModel> before = all;
        Map<String, ServedModel> now = new LinkedHashMap<>(configured);
        for (Path folder : settings.folders()) {
            for (ModelSource source : ModelFolder.scan(folder)) {
                String id = source.id().value();
                ServedModel known = before.get(id);
                if (now.containsKey(id)) {
                    refuse(source.file(), "the id " + id + " is taken");
                } else if (known != null && known.source().file().equals(source.file())) {
                    ModelFile _ = known.file();
                    now.put(id, known);
                } else {
                    add(source, now);
                }
            }
        }
        all = now;
        scanned = System.nanoTime();
        before.forEach((id, model) -> {
            if (now.get(id) != model) {
                LOG.info("model {}: the file is gone", id);
                onGone.accept(model);
            }
        });
    }

    private void add(ModelSource source, Map<String, ServedModel> models) {
        if (isRefused(source.file())) {
            return;
        }
        try {
            models.put(source.id().value(), new ServedModel(source, settings));
            refused.remove(source.file());
        } catch (GgufException e) {
            refuse(source.file(), String.valueOf(e.getMessage()));
        }
    }

    private boolean isRefused(Path file) {
        return refused.containsKey(file) && refused.get(file).equals(stamp(file));
    }

    /// Says so once for each version of the file.
    private void refuse(Path file, String why) {
        if (!isRefused(file)) {
            refused.put(file, stamp(file));
            LOG.warn("not served: {}: {}", file, why);
        }
    }

    private static FileStamp stamp(Path file) {
        try {
            return FileStamp.of(file);
        } catch (IOException _) {
            return FileStamp.NONE;
        }
    }
}
