package dev.parlance.engine.llama;

import dev.parlance.engine.llama.natives.LibraryChoice;
import java.nio.file.Path;
import java.util.List;

/// How the engine runs models.
///
/// @param nativeFolder where the native library is unpacked; private to this user
/// @param library which native library is opened
/// @param folders searched, sub-folders included, for `.gguf` files; missing ones are skipped
/// @param models configured one by one; they come before those found in folders
/// @param threads compute threads of each model; 0 for one less than there are processors
/// @param slots choices that one model generates at the same time, 1 to 256
/// @param contextTokens tokens of context for each choice; 0 for the model's own, up to
///   [#USUAL_CONTEXT]
/// @param batchTokens tokens of input computed in one step, 32 to 65536
/// @param memoryMap true to map model files instead of copying them
/// @param life how much memory models take together, and how long they stay
/// @param batching how replies share a model's context and steps
/// @param offload what GPUs do for each model
public record LlamaSettings(
        Path nativeFolder,
        LibraryChoice library,
        List<Path> folders,
        List<ModelSource> models,
        int threads,
        int slots,
        int contextTokens,
        int batchTokens,
        boolean memoryMap,
        LifeSettings life,
        Batching batching,
        Offload offload) {
    /// The context of a model for which none is configured, unless it was trained for less.
    public static final int USUAL_CONTEXT = 8192;

    public LlamaSettings {
        folders = List.copyOf(folders);
        models = List.copyOf(models);
        within("threads", threads, 0, 1024);
        within("slots", slots, 1, 256);
        within("contextTokens", contextTokens, 0, 16 << 20);
        within("batchTokens", batchTokens, 32, 65_536);
    }

    /// The usual settings for these models.
    public static LlamaSettings of(
            Path nativeFolder, List<Path> folders, List<ModelSource> models) {
        return new LlamaSettings(
                nativeFolder,
                LibraryChoice.MAVEN,
                folders,
                models,
                0,
                4,
                0,
                512,
                true,
                LifeSettings.USUAL,
                Batching.DEFAULT,
                Offload.USUAL);
    }

    /// A copy with this many slots of this many tokens each.
    public LlamaSettings withSlots(int newSlots, int newContextTokens) {
        return copy(library, folders, models, newSlots, newContextTokens, life, batching);
    }

    /// A copy that opens this library.
    public LlamaSettings withLibrary(LibraryChoice newLibrary) {
        return copy(newLibrary, folders, models, slots, contextTokens, life, batching);
    }

    /// A copy with this life of its models.
    public LlamaSettings withLife(LifeSettings newLife) {
        return copy(library, folders, models, slots, contextTokens, newLife, batching);
    }

    /// A copy that batches in this way.
    public LlamaSettings withBatching(Batching newBatching) {
        return copy(library, folders, models, slots, contextTokens, life, newBatching);
    }

    /// A copy with other folders and models.
    public LlamaSettings withModels(List<Path> newFolders, List<ModelSource> newModels) {
        return copy(library, newFolders, newModels, slots, contextTokens, life, batching);
    }

    private LlamaSettings copy(
            LibraryChoice newLibrary,
            List<Path> newFolders,
            List<ModelSource> newModels,
            int newSlots,
            int newContextTokens,
            LifeSettings newLife,
            Batching newBatching) {
        return new LlamaSettings(
                nativeFolder,
                newLibrary,
                newFolders,
                newModels,
                threads,
                newSlots,
                newContextTokens,
                batchTokens,
                memoryMap,
                newLife,
                newBatching,
                offload);
    }

    /// The compute threads of each model. One processor is left free: native workers spin while
    /// they wait for each other, and a single other busy thread would stall them all.
    int computeThreads() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    private static void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + " is from " + min + " to " + max + ", not " + value);
        }
    }
}
