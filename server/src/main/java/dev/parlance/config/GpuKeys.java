package dev.parlance.config;

import dev.parlance.config.ValueType.Choice;
import dev.parlance.config.ValueType.Text;
import dev.parlance.config.ValueType.Whole;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of the table that is about GPUs, for all models and for each.
final class GpuKeys {
    private static final Pattern COMMA = Pattern.compile(",");
    private static final int MAX_GPUS = 16;
    private static final ValueType LAYERS = new Whole(-1, 100_000);
    private static final ValueType MODES = new Choice(List.of("none", "layer", "row"));
    private static final ValueType GPUS = new Whole(0, MAX_GPUS - 1);

    private GpuKeys() {}

    static List<Key> llama() {
        return List.of(
                Key.of(
                        "llama.gpu-layers",
                        LAYERS,
                        "-1",
                        "Layers that GPUs compute, with a native library that can use them; -1 is"
                                + " all, 0 none."),
                Key.of(
                        "llama.split-mode",
                        MODES,
                        "layer",
                        "How several GPUs share a model: none uses one, layer gives each some"
                                + " layers, row some rows of every matrix."),
                Key.of(
                        "llama.main-gpu",
                        GPUS,
                        "0",
                        "The GPU that is used with split-mode none, counted from 0."),
                Key.of(
                        "llama.tensor-split",
                        new Text(),
                        null,
                        "Each GPU's share of a model, such as '3,1'; by free memory when absent."));
    }

    static List<Key> models() {
        return List.of(
                Key.of(
                        "models[].gpu-layers",
                        LAYERS,
                        null,
                        "Its layers that GPUs compute; follows llama.gpu-layers."),
                Key.of(
                        "models[].split-mode",
                        MODES,
                        null,
                        "How several GPUs share it; follows llama.split-mode."),
                Key.of(
                        "models[].main-gpu",
                        GPUS,
                        null,
                        "Its GPU with split-mode none; follows llama.main-gpu."),
                Key.of(
                        "models[].tensor-split",
                        new Text(),
                        null,
                        "Each GPU's share of it; follows llama.tensor-split."));
    }

    /// What the keys under `at` say.
    ///
    /// @param otherwise what holds for those that are not set
    static GpuConfig read(Settings settings, String at, @Nullable GpuConfig otherwise) {
        Number layers = settings.find(at + "gpu-layers", Number.class);
        String mode = settings.find(at + "split-mode", String.class);
        Number main = settings.find(at + "main-gpu", Number.class);
        List<Double> shares = shares(settings, at + "tensor-split");
        GpuConfig base = otherwise == null ? new GpuConfig(-1, "layer", 0, List.of()) : otherwise;
        return new GpuConfig(
                layers == null ? base.layers() : layers.intValue(),
                mode == null ? base.splitMode() : mode,
                main == null ? base.mainGpu() : main.intValue(),
                shares.isEmpty() ? base.tensorSplit() : shares);
    }

    private static List<Double> shares(Settings settings, String path) {
        String written = settings.find(path, String.class);
        List<Double> shares =
                written == null
                        ? List.of()
                        : COMMA.splitAsStream(written).map(word -> share(path, word)).toList();
        if (shares.size() > MAX_GPUS) {
            throw new ConfigException(
                    path
                            + " has "
                            + shares.size()
                            + " shares; at most "
                            + MAX_GPUS
                            + " are taken.");
        }
        if (!shares.isEmpty() && shares.stream().allMatch(share -> share == 0)) {
            throw new ConfigException(path + " gives no GPU a share; make one greater than 0.");
        }
        return shares;
    }

    private static double share(String path, String word) {
        try {
            double share = Double.parseDouble(word.strip());
            if (share >= 0 && share <= 1e6) {
                return share;
            }
        } catch (NumberFormatException _) {
            // Refused below.
        }
        throw new ConfigException(
                path + " holds '" + word + "'; a share is a number from 0 to 1000000.");
    }
}
