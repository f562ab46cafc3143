package dev.parlance.app;

import dev.parlance.cli.ServerStarter.Mode;
import dev.parlance.cli.StartException;
import dev.parlance.config.Config;
import dev.parlance.core.engine.Engine;
import dev.parlance.core.engine.EngineMeter;
import dev.parlance.core.model.ModelCard;
import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.LlamaSettings;
import dev.parlance.engine.llama.gguf.GgufException;
import dev.parlance.engine.onnx.OnnxEngine;
import dev.parlance.engine.onnx.OnnxModelException;
import dev.parlance.engine.scripted.Script;
import dev.parlance.engine.scripted.ScriptException;
import dev.parlance.engine.scripted.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The engines of one server, made in order and closed in reverse.
final class Engines implements AutoCloseable {
    private final List<Engine> all = new ArrayList<>();
    private @Nullable String library;

    private Engines() {}

    /// Makes the engines that this configuration asks for.
    ///
    /// @throws StartException when a script or a configured model cannot be used; none is left open
    static Engines start(Config config, Mode mode, ModelChoice choice, EngineMeter meter) {
        Engines engines = new Engines();
        try {
            Path script = config.script();
            if (mode == Mode.DEV || script != null) {
                engines.all.add(new ScriptedEngine(script(script)));
            }
            if (mode == Mode.SERVE) {
                engines.addLlama(config, choice, meter);
                engines.addOnnx(config, choice);
            }
            return engines;
        } catch (RuntimeException e) {
            engines.close();
            throw e;
        }
    }

    private void addLlama(Config config, ModelChoice choice, EngineMeter meter) {
        try {
            List<Path> folders = config.models().folders();
            LlamaSettings settings = Wiring.llama(config, folders, choice.ggufModels());
            all.add(new LlamaEngine(settings, Clock.system(ZoneId.systemDefault()), meter));
            library = settings.library().title();
        } catch (GgufException e) {
            throw new StartException(
                    "A configured model cannot be served: " + e.getMessage() + ".", e);
        }
    }

    private void addOnnx(Config config, ModelChoice choice) {
        try {
            all.add(new OnnxEngine(Wiring.onnx(config, choice)));
        } catch (OnnxModelException e) {
            throw new StartException(
                    "A configured ONNX model cannot be served: " + e.getMessage() + ".", e);
        }
    }

    private static Script script(@Nullable Path file) {
        if (file == null) {
            return Script.echo();
        }
        try {
            return Script.parse(Files.readString(file));
        } catch (IOException e) {
            throw new StartException("The script " + file + " cannot be read: " + e, e);
        } catch (ScriptException e) {
            throw new StartException("The script " + file + " is wrong: " + e.getMessage(), e);
        }
    }

    /// The engines, in the order in which names are looked up.
    List<Engine> all() {
        return List.copyOf(all);
    }

    /// What runs GGUF models, if anything does.
    Optional<String> library() {
        return Optional.ofNullable(library);
    }

    /// The cards of all models.
    List<ModelCard> cards() {
        return all.stream().flatMap(engine -> engine.models().stream()).toList();
    }

    /// The model that answers to `default`; in dev mode the script's first.
    Optional<ModelCard> pick(ModelChoice choice, Mode mode) {
        List<ModelCard> cards = cards();
        return mode == Mode.DEV ? cards.stream().findFirst() : choice.pick(cards);
    }

    @Override
    public void close() {
        for (Engine engine : all.reversed()) {
            engine.close();
        }
    }
}
