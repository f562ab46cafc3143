package dev.parlance.config.textgen;

import static dev.parlance.config.textgen.TextgenFlag.Values.MANY;
import static dev.parlance.config.textgen.TextgenFlag.Values.NONE;
import static dev.parlance.config.textgen.TextgenFlag.Values.ONE;

import dev.parlance.config.textgen.FlagEffect.Nothing;
import dev.parlance.config.textgen.FlagEffect.Sets;
import dev.parlance.config.textgen.FlagEffect.Takes;
import dev.parlance.config.textgen.TextgenFlag.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Every flag of text-generation-webui, of version 4.7.3 and of November 2023, with what it does
/// here. Source: its public documentation and `--help`, read 2026-11-20.
public final class FlagTable {
    private static final String PAGE = "the pages here have no such setting";
    private static final String LOADER = "models run by llama.cpp alone";
    private static final String SPECULATIVE = "there is no speculative decoding";
    private static final String MEMORY = "memory is left to the system";
    private static final String IMAGES = "there are no image models yet";
    private static final String GONE = "it did nothing there either";

    private static final String[] OTHER_LOADERS_SWITCHES = {
        "--disk",
        "--load-in-8bit",
        "--load-in-4bit",
        "--bf16",
        "--no-cache",
        "--trust-remote-code",
        "--force-safetensors",
        "--no-use-fast",
        "--use-double-quant",
        "--enable-tp",
        "--cfg-cache",
        "--ik"
    };

    private static final String[] OTHER_LOADERS_VALUES = {
        "--cpu-memory",
        "--disk-cache-dir",
        "--attn-implementation",
        "--compute-dtype",
        "--quant-type",
        "--gpu-split",
        "--tp-backend"
    };

    /// All flags, in the order in which they are listed.
    public static final List<TextgenFlag> ALL = all();

    private FlagTable() {}

    /// The flag that is written like this, dashes included.
    static Optional<TextgenFlag> find(String written) {
        return ALL.stream().filter(flag -> flag.isCalled(written)).findFirst();
    }

    /// All names, older ones included.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (TextgenFlag flag : ALL) {
            names.add(flag.name());
            names.addAll(flag.aliases());
        }
        return names;
    }

    private static List<TextgenFlag> all() {
        List<TextgenFlag> flags = new ArrayList<>();
        flags.addAll(api());
        flags.addAll(basic());
        flags.addAll(llama());
        flags.addAll(older());
        flags.addAll(SamplingFlags.all());
        flags.addAll(nothing(LOADER, NONE, OTHER_LOADERS_SWITCHES));
        flags.addAll(nothing(LOADER, ONE, OTHER_LOADERS_VALUES));
        flags.addAll(nothing(IMAGES, NONE, "--image-cpu-offload", "--image-compile"));
        flags.addAll(
                nothing(
                        IMAGES,
                        ONE,
                        "--image-model",
                        "--image-model-dir",
                        "--image-dtype",
                        "--image-attn-backend",
                        "--image-quant"));
        flags.addAll(nothing(PAGE, NONE, "--share", "--auto-launch", "--old-colors"));
        flags.addAll(nothing(PAGE, ONE, "--gradio-auth", "--gradio-auth-path", "--subpath"));
        return List.copyOf(flags);
    }

    private static List<TextgenFlag> api() {
        return List.of(
                does("--api", NONE, "profile `textgen`, port 5000 unless another is given"),
                does(
                        "--extensions",
                        MANY,
                        "with `openai`: profile `textgen-2023`, port 5000; others have no effect"),
                sets("--api-port", "listeners[0].port"),
                sets("--api-key", "api-key"),
                sets("--admin-key", "admin-key"),
                on("--public-api", "tunnel.enabled", "true"),
                sets("--public-api-id", "tunnel.id"),
                does("--listen", NONE, "`listeners[0].host: 0.0.0.0`; needs a key, see Keys"),
                does("--listen-host", ONE, "`listeners[0].host`, with `--listen`"),
                does(
                        "--listen-port",
                        ONE,
                        "one more listener on this port, for the pages; none with `--nowebui`"),
                does("--nowebui", NONE, "leaves out the listener of `--listen-port`"),
                does("--api-enable-ipv6", NONE, "listens on `::1`, or `::` with `--listen`, too"),
                does("--api-disable-ipv4", NONE, "only with `--api-enable-ipv6`: on that alone"),
                sets("--ssl-keyfile", "listeners[0].tls.key-file"),
                sets("--ssl-certfile", "listeners[0].tls.certificate-file"),
                nothing(GONE, ONE, "--api-blocking-port").getFirst(),
                nothing(GONE, ONE, "--api-streaming-port").getFirst());
    }

    private static List<TextgenFlag> basic() {
        return List.of(
                sets("--model", "default-model"),
                sets("--model-dir", "models-folders"),
                does("--settings", ONE, "the file to read instead of `user_data/settings.yaml`"),
                does(
                        "--user-data-dir",
                        ONE,
                        "the folder with `CMD_FLAGS.txt`, `settings.yaml`, `models` and characters,"
                                + " instead of `user_data`"),
                on("--verbose", "log.level", "debug"),
                does("--idle-timeout", ONE, "`llama.keep-alive`, in minutes; 0 is forever"),
                does("--loader", ONE, "nothing; any but llama.cpp is reported"),
                new TextgenFlag(
                        "--lora",
                        List.of(),
                        MANY,
                        new Nothing("adapters come with POST /v1/internal/lora/load")),
                nothing("adapters are looked for beside the model", ONE, "--lora-dir").getFirst(),
                nothing("give --model", NONE, "--model-menu").getFirst(),
                nothing("every caller is apart from the others", NONE, "--multi-user").getFirst(),
                nothing("nothing is left out here", NONE, "--portable").getFirst(),
                nothing("requests name their character", ONE, "--character").getFirst(),
                nothing(
                                "requests name their template, else the model's own is used",
                                ONE,
                                "--chat-template-file")
                        .getFirst());
    }

    private static List<TextgenFlag> llama() {
        List<TextgenFlag> flags = new ArrayList<>();
        flags.add(
                does(
                        "--ctx-size",
                        ONE,
                        "`llama.context-length`, divided by `--parallel`",
                        "--n-ctx",
                        "--max-seq-len"));
        flags.add(sets("--gpu-layers", "llama.gpu-layers", "--n-gpu-layers"));
        flags.add(on("--cpu", "llama.gpu-layers", "0"));
        flags.add(sets("--threads", "llama.threads"));
        flags.add(sets("--parallel", "llama.slots"));
        flags.add(sets("--batch-size", "llama.batch-size", "--n-batch"));
        flags.add(sets("--tensor-split", "llama.tensor-split"));
        flags.add(sets("--split-mode", "llama.split-mode"));
        flags.add(on("--no-mmap", "llama.memory-map", "false"));
        flags.addAll(nothing("prompts are computed by the same threads", ONE, "--threads-batch"));
        flags.addAll(nothing("steps are as long as batches", ONE, "--ubatch-size"));
        flags.addAll(nothing(MEMORY, NONE, "--mlock", "--numa"));
        flags.addAll(nothing("all layers or a fixed number are taken", ONE, "--fit-target"));
        flags.addAll(nothing("the cache is fp16", ONE, "--cache-type"));
        flags.addAll(nothing("not supported", NONE, "--no-kv-offload", "--cpu-moe"));
        flags.addAll(nothing("see llama.context-policy", NONE, "--streaming-llm"));
        flags.addAll(nothing("there is no image input yet", ONE, "--mmproj"));
        flags.addAll(
                nothing(
                        SPECULATIVE,
                        ONE,
                        "--model-draft",
                        "--draft-max",
                        "--gpu-layers-draft",
                        "--device-draft",
                        "--ctx-size-draft",
                        "--spec-type",
                        "--spec-ngram-size-n",
                        "--spec-ngram-size-m",
                        "--spec-ngram-min-hits"));
        flags.addAll(nothing("flags for another server are not passed on", ONE, "--extra-flags"));
        return flags;
    }

    private static List<TextgenFlag> older() {
        List<TextgenFlag> flags = new ArrayList<>();
        flags.addAll(
                nothing(
                        "the model's own positions are used",
                        ONE,
                        "--alpha-value",
                        "--rope-freq-base",
                        "--compress-pos-emb"));
        flags.addAll(nothing("requests have seeds", ONE, "--llama-cpp-seed"));
        flags.addAll(nothing("see llama.cache-tokens", ONE, "--cache-capacity"));
        flags.addAll(nothing("llama.cpp decides it", NONE, "--logits-all", "--no-mul-mat-q"));
        return flags;
    }

    /// A flag whose value is a key's.
    static TextgenFlag sets(String name, String path, String... aliases) {
        return new TextgenFlag(name, Arrays.asList(aliases), Values.ONE, new Sets(path, null));
    }

    private static TextgenFlag on(String name, String path, String value) {
        return new TextgenFlag(name, List.of(), Values.NONE, new Sets(path, value));
    }

    /// A flag that is more than one value.
    static TextgenFlag does(String name, Values values, String what, String... aliases) {
        return new TextgenFlag(name, Arrays.asList(aliases), values, new Takes(what));
    }

    /// Flags without effect, for this reason.
    static List<TextgenFlag> nothing(String reason, Values values, String... names) {
        return Arrays.stream(names)
                .map(name -> new TextgenFlag(name, List.of(), values, new Nothing(reason)))
                .toList();
    }
}
