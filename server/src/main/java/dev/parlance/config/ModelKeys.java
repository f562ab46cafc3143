package dev.parlance.config;

import dev.parlance.config.ValueType.Bytes;
import dev.parlance.config.ValueType.Choice;
import dev.parlance.config.ValueType.Decimal;
import dev.parlance.config.ValueType.FilePath;
import dev.parlance.config.ValueType.PathList;
import dev.parlance.config.ValueType.SecretText;
import dev.parlance.config.ValueType.Stay;
import dev.parlance.config.ValueType.Switch;
import dev.parlance.config.ValueType.Text;
import dev.parlance.config.ValueType.TextList;
import dev.parlance.config.ValueType.TextMap;
import dev.parlance.config.ValueType.Whole;
import dev.parlance.core.sampling.SamplingParameter;
import java.util.ArrayList;
import java.util.List;

/// The part of the table that is about models and the engines that run them.
final class ModelKeys {
    private static final ValueType ISOLATION = new Choice(List.of("none", "process"));

    private ModelKeys() {}

    static List<Key> models() {
        List<Key> keys = new ArrayList<>();
        keys.add(
                Key.of(
                                "default-model",
                                new Text(),
                                null,
                                "The model that answers to the name 'default': an id, an alias or"
                                        + " the path of a .gguf file; the built-in one when absent.")
                        .withFlag("--model"));
        keys.add(
                Key.of(
                        "models-folders",
                        new PathList(),
                        "${data-dir}/models",
                        "Folders searched, sub-folders included, for .gguf files and ONNX models."));
        keys.add(
                Key.of(
                        "aliases",
                        new TextMap(),
                        null,
                        "Further names for models, name to id; * in a name stands for any"
                                + " characters."));
        keys.add(
                Key.of("models[].id", new Text(), null, "The model's id for callers.").mandatory());
        keys.add(
                Key.of(
                                "models[].path",
                                new FilePath(),
                                null,
                                "The .gguf file, or the folder or .onnx file of an embedding or"
                                        + " reranking model, for which only id, path and aliases"
                                        + " count.")
                        .mandatory());
        keys.add(Key.of("models[].aliases", new TextList(), null, "Further names for this model."));
        keys.add(
                Key.of(
                        "models[].preload",
                        new Switch(),
                        "false",
                        "Whether it is loaded at start instead of on first use."));
        keys.add(
                Key.of(
                        "models[].keep-alive",
                        new Stay(),
                        null,
                        "How long it stays in memory after its last use; a preloaded one stays"
                                + " forever, another follows llama.keep-alive."));
        keys.add(
                Key.of(
                        "models[].warm-up",
                        new Switch(),
                        "true",
                        "Whether a token is computed after the load, so that the first request is"
                                + " not slow."));
        keys.add(
                Key.of(
                        "models[].isolation",
                        ISOLATION,
                        null,
                        "Where it runs: process for one of its own, which may crash without harm;"
                                + " follows llama.isolation."));
        keys.add(
                Key.of(
                        "models[].context-length",
                        new Whole(0, 16 << 20),
                        "0",
                        "Tokens of context per call; 0 follows llama.context-length."));
        for (SamplingParameter parameter : SamplingParameter.values()) {
            keys.add(sampling(parameter));
        }
        return keys;
    }

    private static Key sampling(SamplingParameter parameter) {
        String name = parameter.wireName().replace('_', '-');
        return Key.of(
                "models[].defaults." + name,
                type(parameter),
                null,
                "The model's " + parameter.wireName() + " for requests without one.");
    }

    /// What values a parameter takes.
    static ValueType type(SamplingParameter parameter) {
        return parameter.integral()
                ? new Whole((long) parameter.min(), (long) parameter.max())
                : new Decimal(parameter.min(), parameter.max());
    }

    static List<Key> engines() {
        return List.of(
                Key.of(
                        "llama.threads",
                        new Whole(0, 1024),
                        "0",
                        "Processor threads per loaded model; 0 takes all but one."),
                Key.of(
                        "llama.slots",
                        new Whole(1, 256),
                        "4",
                        "Replies that one model writes at the same time."),
                Key.of(
                        "llama.context-length",
                        new Whole(0, 16 << 20),
                        "0",
                        "Tokens of context per call; 0 takes the model's own, up to 8192."),
                Key.of(
                        "llama.batch-size",
                        new Whole(32, 65_536),
                        "512",
                        "Tokens of input computed in one step."),
                Key.of(
                        "llama.prompt-chunk",
                        new Whole(1, 65_536),
                        "64",
                        "Tokens of new prompts computed in one step while replies are being"
                                + " written: the most by which a prompt delays them."),
                Key.of(
                        "llama.prefix-cache",
                        new Choice(List.of("shared", "caller", "off")),
                        "shared",
                        "Whose computed prompts a request may reuse: everybody's, its own"
                                + " caller's, nobody's."),
                Key.of(
                        "llama.cache-tokens",
                        new Whole(0, 16 << 20),
                        "0",
                        "Tokens of memory for the prefix cache beyond what slots leave free."),
                Key.of(
                        "llama.context-policy",
                        new Choice(List.of("refuse", "drop-middle")),
                        "refuse",
                        "What becomes of a prompt that is too long: an error, or its middle is"
                                + " dropped and the reply says so."),
                Key.of(
                        "llama.memory-map",
                        new Switch(),
                        "true",
                        "Whether model files are mapped into memory instead of copied."),
                Key.of(
                        "llama.memory",
                        new Bytes(0, 1L << 50),
                        "0",
                        "Memory that loaded models take together at most; 0 is 80 % of the"
                                + " machine's."),
                Key.of(
                        "llama.keep-alive",
                        new Stay(),
                        "30m",
                        "How long models stay in memory after their last use."),
                Key.of(
                        "llama.isolation",
                        ISOLATION,
                        "none",
                        "Where models run: none for this process, process for one of its own each,"
                                + " for files from anywhere."),
                Key.of(
                                "natives",
                                new Text(),
                                "auto",
                                "The native library: auto takes the best one there is, and lets"
                                        + " serve fetch it with npm; maven takes the one that comes"
                                        + " along; else the folder or file of your own.")
                        .withFlag("--natives"),
                Key.of(
                                "hub.endpoint",
                                new Text(),
                                "https://huggingface.co",
                                "The hub from which models are pulled, or one that speaks its API.")
                        .withAlias("HF_ENDPOINT"),
                Key.of(
                                "hub.token",
                                new SecretText(),
                                null,
                                "The token for that hub, for models that are not for everyone; goes"
                                        + " to no other host.")
                        .withAlias("HF_TOKEN"),
                Key.of(
                        "scripted.script",
                        new FilePath(),
                        null,
                        "The script that the rehearsal engine plays; with it the engine is on."));
    }
}
