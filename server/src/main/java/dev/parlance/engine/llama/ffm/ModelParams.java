package dev.parlance.engine.llama.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The `llama_model_params` of a [ModelOptions], in the layout of the library's release.
final class ModelParams {
    private static final Logger LOG = LoggerFactory.getLogger(ModelParams.class);

    private ModelParams() {}

    /// The struct, for a load that ends before `arena` does.
    static MemorySegment of(LlamaLibrary library, ModelOptions options, Arena arena) {
        StructLayout layout = library.abi().modelParams();
        MemorySegment params = library.models().defaultParams(arena);
        if (Abi.has(layout, "use_mmap")) {
            Abi.set(layout, params, "use_mmap", options.memoryMap());
        } else {
            Abi.set(layout, params, "load_mode", options.memoryMap() ? 1 : 0);
        }
        Abi.set(layout, params, "check_tensors", options.checkTensors());
        gpu(library, options.gpu(), layout, params, arena);
        return params;
    }

    private static void gpu(
            LlamaLibrary library,
            GpuOptions gpu,
            StructLayout layout,
            MemorySegment params,
            Arena arena) {
        if (!library.supportsGpu()) {
            if (gpu.wanted()) {
                LOG.warn(
                        "{} finds no GPU that it can use, so the processor computes all layers and"
                                + " gpu-layers {} has no effect (./parlance engine list shows the"
                                + " variants there are)",
                        library.release(),
                        gpu.layers());
            }
            Abi.set(layout, params, "n_gpu_layers", 0);
            return;
        }
        // The library that comes along was never tried with a GPU: only where one is asked for.
        boolean all = gpu.layers() == GpuOptions.ALL;
        int layers = !all ? gpu.layers() : Abi.has(layout, "load_mode") ? GpuOptions.ALL : 0;
        Abi.set(layout, params, "n_gpu_layers", layers);
        Abi.set(layout, params, "split_mode", gpu.split().number());
        Abi.set(layout, params, "main_gpu", gpu.mainGpu());
        if (!gpu.shares().isEmpty()) {
            MemorySegment shares = arena.allocate(ValueLayout.JAVA_FLOAT, library.maxDevices());
            int known = Math.min(gpu.shares().size(), library.maxDevices());
            for (int i = 0; i < known; i++) {
                shares.setAtIndex(ValueLayout.JAVA_FLOAT, i, gpu.shares().get(i).floatValue());
            }
            Abi.set(layout, params, "tensor_split", shares);
        }
    }
}
