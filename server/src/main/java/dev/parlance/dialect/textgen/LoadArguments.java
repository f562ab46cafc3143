package dev.parlance.dialect.textgen;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonNull;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.LoadOptions;
import dev.parlance.core.model.LoadOptions.Split;
import dev.parlance.core.problem.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `args` of a load: those that say how our engine loads a model, those that say what it does
/// anyway, and the rest, each of which is named in the reply as ignored.
///
/// A value by which an option is off says nothing and is not reported: programs send all options
/// that they know.
final class LoadArguments {
    private static final int MAX = 128;

    /// Old names and those of other programs, to the ones that are read.
    private static final Map<String, String> ALIASES =
            Map.ofEntries(
                    Map.entry("n_ctx", "ctx_size"),
                    Map.entry("max_seq_len", "ctx_size"),
                    Map.entry("n_gpu_layers", "gpu_layers"),
                    Map.entry("n_batch", "batch_size"),
                    Map.entry("n_threads", "threads"));

    private static final Set<String> DANGEROUS = Set.of("extra_flags", "trust_remote_code");
    private static final Set<String> LOADERS = Set.of("llama.cpp", "llamacpp", "llama-cpp");
    private static final Set<String> PLAIN_CACHE = Set.of("fp16", "f16");

    private static final Map<String, String> REASONS =
            Map.ofEntries(
                    Map.entry("threads_batch", "prompts are computed by the same threads"),
                    Map.entry("ubatch_size", "steps of at most 512 tokens are computed"),
                    Map.entry("mlock", "memory is left to the system"),
                    Map.entry("numa", "memory is left to the system"),
                    Map.entry("streaming_llm", "see llama.context-policy"),
                    Map.entry("fit_target", "layers are not chosen by free memory"),
                    Map.entry("cpu_moe", "not supported"),
                    Map.entry("no_kv_offload", "not supported"),
                    Map.entry("model_draft", "no speculative decoding"),
                    Map.entry("draft_max", "no speculative decoding"),
                    Map.entry("gpu_layers_draft", "no speculative decoding"),
                    Map.entry("device_draft", "no speculative decoding"),
                    Map.entry("ctx_size_draft", "no speculative decoding"),
                    Map.entry("spec_type", "no speculative decoding"),
                    Map.entry("spec_ngram_size_n", "no speculative decoding"),
                    Map.entry("spec_ngram_size_m", "no speculative decoding"),
                    Map.entry("spec_ngram_min_hits", "no speculative decoding"),
                    Map.entry("mmproj", "no images"),
                    Map.entry("ik", "another library"));

    private static final String OTHER_LOADER = "not an argument of the llama.cpp loader here";

    private LoadArguments() {}

    /// The options that these arguments mean.
    ///
    /// @param args the object `args` of the body
    /// @throws ApiException that names the argument, for a value that cannot be meant, and for
    ///   arguments that would let a caller run what it likes
    static LoadOptions read(Body args, Dispositions dispositions) {
        if (args.names().size() > MAX) {
            throw BadField.of("too_long", "args", "'args' has more than " + MAX + " members.");
        }
        for (String name : args.names()) {
            if (DANGEROUS.contains(name) && !isOff(args.peek(name))) {
                throw ApiException.invalid(
                        args.at(name), "'" + args.at(name) + "' is refused for safety's sake.");
            }
        }
        Integer slots = positive(args, "parallel", 256);
        LoadOptions options =
                new LoadOptions(
                        context(args, slots, dispositions),
                        slots,
                        positive(args, "threads", 1024),
                        batch(args),
                        mapped(args),
                        layers(args),
                        split(args, dispositions),
                        shares(args));
        reportRest(args, dispositions);
        return options;
    }

    /// The name under which this option is here: its own, or an old one.
    private static String name(Body args, String name) {
        if (args.peek(name) != null) {
            return name;
        }
        return ALIASES.entrySet().stream()
                .filter(alias -> alias.getValue().equals(name))
                .map(Map.Entry::getKey)
                .filter(alias -> args.peek(alias) != null)
                .sorted()
                .findFirst()
                .orElse(name);
    }

    /// A number above zero; zero leaves the choice to the engine.
    private static @Nullable Integer positive(Body args, String name, int max) {
        Integer value = args.optionalWhole(name(args, name), 0, max);
        return value == null || value == 0 ? null : value;
    }

    /// llama.cpp divides its context among the replies that it writes at the same time; here each
    /// has one of its own.
    private static @Nullable Integer context(
            Body args, @Nullable Integer slots, Dispositions dispositions) {
        Integer all = positive(args, "ctx_size", LoadOptions.MAX_CONTEXT);
        if (all == null || slots == null || slots == 1) {
            return all;
        }
        dispositions.add(
                args.at(name(args, "ctx_size")),
                Outcome.TRANSLATED,
                "divided among the parallel replies");
        return Math.max(1, all / slots);
    }

    private static @Nullable Integer batch(Body args) {
        Integer value = positive(args, "batch_size", 65_536);
        return value == null ? null : Math.max(32, value);
    }

    private static @Nullable Boolean mapped(Body args) {
        return args.value("no_mmap") == null ? null : !args.flag("no_mmap", false);
    }

    private static @Nullable Integer layers(Body args) {
        boolean none = args.flag("cpu", false);
        Integer layers = args.optionalWhole(name(args, "gpu_layers"), -1, 1_000_000);
        return none ? Integer.valueOf(0) : layers;
    }

    private static @Nullable Split split(Body args, Dispositions dispositions) {
        String word = args.optionalText("split_mode");
        if (word == null || word.isBlank()) {
            return null;
        }
        String name = args.at("split_mode");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "none" -> Split.NONE;
            case "layer" -> Split.LAYER;
            case "row" -> Split.ROW;
            case "tensor" -> {
                dispositions.add(name, Outcome.APPROXIMATED, "split by rows instead");
                yield Split.ROW;
            }
            default ->
                    throw BadField.of(
                            "literal_error",
                            name,
                            "'" + name + "' is none of none, layer, row and tensor.");
        };
    }

    /// Shares with commas between them, or as a list.
    private static @Nullable List<Double> shares(Body args) {
        JsonValue value = args.value("tensor_split");
        List<String> words =
                switch (value) {
                    case JsonString(var text) when !text.isBlank() -> List.of(text.split(",", 64));
                    case JsonArray(var elements) ->
                            elements.stream().limit(64).map(LoadArguments::word).toList();
                    case null, default -> List.of();
                };
        List<Double> shares = new ArrayList<>();
        for (String word : words) {
            shares.add(share(args.at("tensor_split"), word.strip()));
        }
        if (shares.size() > 16 || (!shares.isEmpty() && shares.stream().allMatch(s -> s == 0))) {
            throw noShares(args.at("tensor_split"));
        }
        return shares.isEmpty() ? null : shares;
    }

    private static String word(JsonValue value) {
        return switch (value) {
            case JsonNumber(var number) -> number.toString();
            case JsonString(var text) -> text;
            case JsonNull _, JsonBoolean _, JsonArray _, JsonObject _ -> "";
        };
    }

    private static double share(String path, String word) {
        if (word.length() <= 20 && word.matches("\\d{1,7}(\\.\\d*)?")) {
            double share = Double.parseDouble(word);
            if (share <= 1e6) {
                return share;
            }
        }
        throw noShares(path);
    }

    private static ApiException noShares(String path) {
        return BadField.of(
                "value_error",
                path,
                "'"
                        + path
                        + "' is a list of up to 16 shares from 0 to 1000000 with commas between"
                        + " them, one of them above 0.");
    }

    private static void reportRest(Body args, Dispositions dispositions) {
        for (String name : args.names()) {
            JsonValue value = args.peek(name);
            if (!args.wasRead(name) && !isOff(value) && !isUsual(name, value)) {
                dispositions.ignored(
                        args.at(Body.shown(name)), REASONS.getOrDefault(name, OTHER_LOADER));
            }
        }
    }

    /// True for what is done anyway.
    private static boolean isUsual(String name, @Nullable JsonValue value) {
        if (!(value instanceof JsonString(var text))) {
            return false;
        }
        String word = text.toLowerCase(Locale.ROOT);
        return (name.equals("loader") && LOADERS.contains(word))
                || (name.equals("cache_type") && PLAIN_CACHE.contains(word));
    }

    /// True for a value by which an option is off.
    private static boolean isOff(@Nullable JsonValue value) {
        return switch (value) {
            case null -> true;
            case JsonNull _ -> true;
            case JsonBoolean(var on) -> !on;
            case JsonNumber(var number) -> number.signum() == 0;
            case JsonString(var text) -> text.isBlank() || text.equalsIgnoreCase("none");
            case JsonArray(var elements) -> elements.isEmpty();
            case JsonObject(var members) -> members.isEmpty();
        };
    }
}
