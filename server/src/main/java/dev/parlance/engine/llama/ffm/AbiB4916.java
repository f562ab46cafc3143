package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The binary interface of llama.cpp b4916 (March 2025), the release inside
/// `de.kherud:llama:4.2.0`.
///
/// The offsets were read off the library's own default functions: 0x40 bytes of model parameters,
/// 0x78 bytes of context parameters.
final class AbiB4916 {
    private static final StructLayout MODEL_PARAMS =
            structLayout(
                    ADDRESS.withName("devices"),
                    JAVA_INT.withName("n_gpu_layers"),
                    JAVA_INT.withName("split_mode"),
                    JAVA_INT.withName("main_gpu"),
                    paddingLayout(4),
                    ADDRESS.withName("tensor_split"),
                    ADDRESS.withName("progress_callback"),
                    ADDRESS.withName("progress_callback_user_data"),
                    ADDRESS.withName("kv_overrides"),
                    JAVA_BOOLEAN.withName("vocab_only"),
                    JAVA_BOOLEAN.withName("use_mmap"),
                    JAVA_BOOLEAN.withName("use_mlock"),
                    JAVA_BOOLEAN.withName("check_tensors"),
                    paddingLayout(4));

    private static final StructLayout CONTEXT_PARAMS =
            structLayout(
                    JAVA_INT.withName("n_ctx"),
                    JAVA_INT.withName("n_batch"),
                    JAVA_INT.withName("n_ubatch"),
                    JAVA_INT.withName("n_seq_max"),
                    JAVA_INT.withName("n_threads"),
                    JAVA_INT.withName("n_threads_batch"),
                    JAVA_INT.withName("rope_scaling_type"),
                    JAVA_INT.withName("pooling_type"),
                    JAVA_INT.withName("attention_type"),
                    JAVA_FLOAT.withName("rope_freq_base"),
                    JAVA_FLOAT.withName("rope_freq_scale"),
                    JAVA_FLOAT.withName("yarn_ext_factor"),
                    JAVA_FLOAT.withName("yarn_attn_factor"),
                    JAVA_FLOAT.withName("yarn_beta_fast"),
                    JAVA_FLOAT.withName("yarn_beta_slow"),
                    JAVA_INT.withName("yarn_orig_ctx"),
                    JAVA_FLOAT.withName("defrag_thold"),
                    paddingLayout(4),
                    ADDRESS.withName("cb_eval"),
                    ADDRESS.withName("cb_eval_user_data"),
                    JAVA_INT.withName("type_k"),
                    JAVA_INT.withName("type_v"),
                    JAVA_BOOLEAN.withName("logits_all"),
                    JAVA_BOOLEAN.withName("embeddings"),
                    JAVA_BOOLEAN.withName("offload_kqv"),
                    JAVA_BOOLEAN.withName("flash_attn"),
                    JAVA_BOOLEAN.withName("no_perf"),
                    paddingLayout(3),
                    ADDRESS.withName("abort_callback"),
                    ADDRESS.withName("abort_callback_data"));

    private static final byte NO = 0;
    private static final byte YES = 1;

    private static final Map<String, List<Number>> MODEL_DEFAULTS =
            Map.ofEntries(
                    Map.entry("devices", List.of(0L)),
                    // All layers where the library was built with Metal.
                    Map.entry("n_gpu_layers", List.of(0, 999)),
                    Map.entry("split_mode", List.of(1)),
                    Map.entry("main_gpu", List.of(0)),
                    Map.entry("tensor_split", List.of(0L)),
                    Map.entry("progress_callback", List.of(0L)),
                    Map.entry("progress_callback_user_data", List.of(0L)),
                    Map.entry("kv_overrides", List.of(0L)),
                    Map.entry("vocab_only", List.of(NO)),
                    Map.entry("use_mmap", List.of(YES)),
                    Map.entry("use_mlock", List.of(NO)),
                    Map.entry("check_tensors", List.of(NO)));

    private static final Map<String, List<Number>> CONTEXT_DEFAULTS =
            Map.ofEntries(
                    Map.entry("n_ctx", List.of(512)),
                    Map.entry("n_batch", List.of(2048)),
                    Map.entry("n_ubatch", List.of(512)),
                    Map.entry("n_seq_max", List.of(1)),
                    Map.entry("n_threads", List.of(4)),
                    Map.entry("n_threads_batch", List.of(4)),
                    Map.entry("rope_scaling_type", List.of(-1)),
                    Map.entry("pooling_type", List.of(-1)),
                    Map.entry("attention_type", List.of(-1)),
                    Map.entry("rope_freq_base", List.of(0f)),
                    Map.entry("rope_freq_scale", List.of(0f)),
                    Map.entry("yarn_ext_factor", List.of(-1f)),
                    Map.entry("yarn_attn_factor", List.of(1f)),
                    Map.entry("yarn_beta_fast", List.of(32f)),
                    Map.entry("yarn_beta_slow", List.of(1f)),
                    Map.entry("yarn_orig_ctx", List.of(0)),
                    Map.entry("defrag_thold", List.of(-1f)),
                    Map.entry("cb_eval", List.of(0L)),
                    Map.entry("cb_eval_user_data", List.of(0L)),
                    Map.entry("type_k", List.of(1)),
                    Map.entry("type_v", List.of(1)),
                    Map.entry("logits_all", List.of(NO)),
                    Map.entry("embeddings", List.of(NO)),
                    Map.entry("offload_kqv", List.of(YES)),
                    Map.entry("flash_attn", List.of(NO)),
                    Map.entry("no_perf", List.of(YES)),
                    Map.entry("abort_callback", List.of(0L)),
                    Map.entry("abort_callback_data", List.of(0L)));

    /// Attention models with one position for each token. Left out are encoder-decoders, recurrent
    /// models and those with several positions for each token: their preconditions are others and
    /// are asserted natively.
    private static final Set<String> ARCHITECTURES =
            Set.of(
                    "llama",
                    "falcon",
                    "gpt2",
                    "gptneox",
                    "mpt",
                    "baichuan",
                    "starcoder",
                    "refact",
                    "bert",
                    "nomic-bert",
                    "bloom",
                    "stablelm",
                    "qwen",
                    "qwen2",
                    "qwen2moe",
                    "phi2",
                    "phi3",
                    "phimoe",
                    "plamo",
                    "codeshell",
                    "orion",
                    "internlm2",
                    "minicpm",
                    "minicpm3",
                    "gemma",
                    "gemma2",
                    "gemma3",
                    "starcoder2",
                    "xverse",
                    "command-r",
                    "cohere2",
                    "dbrx",
                    "olmo",
                    "olmo2",
                    "olmoe",
                    "arctic",
                    "deepseek",
                    "deepseek2",
                    "chatglm",
                    "bitnet",
                    "jais",
                    "nemotron",
                    "exaone",
                    "granite",
                    "granitemoe");

    /// This release.
    static final Abi INSTANCE =
            new Abi(
                    "llama.cpp b4916",
                    MODEL_PARAMS,
                    CONTEXT_PARAMS,
                    MODEL_DEFAULTS,
                    CONTEXT_DEFAULTS,
                    "llama_kv_self_",
                    null,
                    false,
                    ARCHITECTURES);

    private AbiB4916() {}
}
