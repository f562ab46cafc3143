package dev.parlance.engine.llama.ffm;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The binary interface of llama.cpp 0.5.0, a folder of shared libraries whose processor variant is
/// chosen when it is opened.
///
/// The offsets were read off the library's own default functions: 0x50 bytes of model parameters,
/// 0xa0 bytes of context parameters.
final class AbiV050 {
    private static final StructLayout MODEL_PARAMS =
            structLayout(
                    ADDRESS.withName("devices"),
                    ADDRESS.withName("tensor_buft_overrides"),
                    JAVA_INT.withName("n_gpu_layers"),
                    JAVA_INT.withName("split_mode"),
                    JAVA_INT.withName("load_mode"),
                    JAVA_INT.withName("lazy_mode"),
                    JAVA_INT.withName("main_gpu"),
                    paddingLayout(4),
                    ADDRESS.withName("tensor_split"),
                    ADDRESS.withName("progress_callback"),
                    ADDRESS.withName("progress_callback_user_data"),
                    ADDRESS.withName("kv_overrides"),
                    JAVA_BOOLEAN.withName("vocab_only"),
                    JAVA_BOOLEAN.withName("check_tensors"),
                    JAVA_BOOLEAN.withName("use_extra_bufts"),
                    JAVA_BOOLEAN.withName("no_host"),
                    JAVA_BOOLEAN.withName("no_alloc"),
                    JAVA_BOOLEAN.withName("load_mtp"),
                    paddingLayout(2));

    private static final StructLayout CONTEXT_PARAMS =
            structLayout(
                    JAVA_INT.withName("n_ctx"),
                    JAVA_INT.withName("n_batch"),
                    JAVA_INT.withName("n_ubatch"),
                    JAVA_INT.withName("n_seq_max"),
                    JAVA_INT.withName("n_rs_seq"),
                    JAVA_INT.withName("n_outputs_max"),
                    JAVA_INT.withName("n_outputs_max_per_seq"),
                    JAVA_INT.withName("n_threads"),
                    JAVA_INT.withName("n_threads_batch"),
                    JAVA_INT.withName("ctx_type"),
                    JAVA_INT.withName("rope_scaling_type"),
                    JAVA_INT.withName("pooling_type"),
                    JAVA_INT.withName("attention_type"),
                    JAVA_INT.withName("flash_attn_type"),
                    JAVA_FLOAT.withName("rope_freq_base"),
                    JAVA_FLOAT.withName("rope_freq_scale"),
                    JAVA_FLOAT.withName("yarn_ext_factor"),
                    JAVA_FLOAT.withName("yarn_attn_factor"),
                    JAVA_FLOAT.withName("yarn_beta_fast"),
                    JAVA_FLOAT.withName("yarn_beta_slow"),
                    JAVA_INT.withName("yarn_orig_ctx"),
                    JAVA_FLOAT.withName("defrag_thold"),
                    ADDRESS.withName("cb_eval"),
                    ADDRESS.withName("cb_eval_user_data"),
                    JAVA_INT.withName("type_k"),
                    JAVA_INT.withName("type_v"),
                    ADDRESS.withName("abort_callback"),
                    ADDRESS.withName("abort_callback_data"),
                    JAVA_BOOLEAN.withName("embeddings"),
                    JAVA_BOOLEAN.withName("offload_kqv"),
                    JAVA_BOOLEAN.withName("no_perf"),
                    JAVA_BOOLEAN.withName("op_offload"),
                    JAVA_BOOLEAN.withName("swa_full"),
                    JAVA_BOOLEAN.withName("kv_unified"),
                    paddingLayout(2),
                    ADDRESS.withName("samplers"),
                    JAVA_LONG.withName("n_samplers"),
                    ADDRESS.withName("ctx_other"));

    private static final byte NO = 0;
    private static final byte YES = 1;

    private static final Map<String, List<Number>> MODEL_DEFAULTS =
            Map.ofEntries(
                    Map.entry("devices", List.of(0L)),
                    Map.entry("tensor_buft_overrides", List.of(0L)),
                    Map.entry("n_gpu_layers", List.of(-1)),
                    Map.entry("split_mode", List.of(1)),
                    Map.entry("load_mode", List.of(-1)),
                    Map.entry("lazy_mode", List.of(1)),
                    Map.entry("main_gpu", List.of(0)),
                    Map.entry("tensor_split", List.of(0L)),
                    Map.entry("progress_callback", List.of(0L)),
                    Map.entry("progress_callback_user_data", List.of(0L)),
                    Map.entry("kv_overrides", List.of(0L)),
                    Map.entry("vocab_only", List.of(NO)),
                    Map.entry("check_tensors", List.of(NO)),
                    Map.entry("use_extra_bufts", List.of(YES)),
                    Map.entry("no_host", List.of(NO)),
                    Map.entry("no_alloc", List.of(NO)),
                    Map.entry("load_mtp", List.of(NO)));

    private static final Map<String, List<Number>> CONTEXT_DEFAULTS =
            Map.ofEntries(
                    Map.entry("n_ctx", List.of(512)),
                    Map.entry("n_batch", List.of(2048)),
                    Map.entry("n_ubatch", List.of(512)),
                    Map.entry("n_seq_max", List.of(1)),
                    Map.entry("n_rs_seq", List.of(0)),
                    Map.entry("n_outputs_max", List.of(0)),
                    Map.entry("n_outputs_max_per_seq", List.of(1)),
                    Map.entry("n_threads", List.of(4)),
                    Map.entry("n_threads_batch", List.of(4)),
                    Map.entry("ctx_type", List.of(0)),
                    Map.entry("rope_scaling_type", List.of(-1)),
                    Map.entry("pooling_type", List.of(-1)),
                    Map.entry("attention_type", List.of(-1)),
                    Map.entry("flash_attn_type", List.of(-1)),
                    Map.entry("rope_freq_base", List.of(0f)),
                    Map.entry("rope_freq_scale", List.of(0f)),
                    Map.entry("yarn_ext_factor", List.of(-1f)),
                    Map.entry("yarn_attn_factor", List.of(-1f)),
                    Map.entry("yarn_beta_fast", List.of(-1f)),
                    Map.entry("yarn_beta_slow", List.of(-1f)),
                    Map.entry("yarn_orig_ctx", List.of(0)),
                    Map.entry("defrag_thold", List.of(-1f)),
                    Map.entry("cb_eval", List.of(0L)),
                    Map.entry("cb_eval_user_data", List.of(0L)),
                    Map.entry("type_k", List.of(1)),
                    Map.entry("type_v", List.of(1)),
                    Map.entry("abort_callback", List.of(0L)),
                    Map.entry("abort_callback_data", List.of(0L)),
                    Map.entry("embeddings", List.of(NO)),
                    Map.entry("offload_kqv", List.of(YES)),
                    Map.entry("no_perf", List.of(YES)),
                    Map.entry("op_offload", List.of(YES)),
                    Map.entry("swa_full", List.of(YES)),
                    Map.entry("kv_unified", List.of(NO)),
                    Map.entry("samplers", List.of(0L)),
                    Map.entry("n_samplers", List.of(0L)),
                    Map.entry("ctx_other", List.of(0L)));

    /// What came since b4916 under the same conditions: attention models with one position for each
    /// token. Left out are, beside what is left out there, models that also hold a recurrent state,
    /// that give a token several positions, that predict several tokens or diffuse, and those whose
    /// further conditions are asserted natively.
    private static final Set<String> NEW_ARCHITECTURES =
            Set.of(
                    "qwen3",
                    "qwen3moe",
                    "smollm3",
                    "llama4",
                    "gpt-oss",
                    "gemma3n",
                    "mistral3",
                    "glm4",
                    "exaone4",
                    "ernie4_5",
                    "ernie4_5-moe",
                    "hunyuan-dense",
                    "hunyuan-moe",
                    "seed_oss",
                    "arcee",
                    "dots1",
                    "bailingmoe",
                    "bailingmoe2",
                    "apertus",
                    "minimax-m2",
                    "nomic-bert-moe",
                    "modern-bert");

    /// This release.
    static final Abi INSTANCE =
            new Abi(
                    "llama.cpp 0.5.0",
                    MODEL_PARAMS,
                    CONTEXT_PARAMS,
                    MODEL_DEFAULTS,
                    CONTEXT_DEFAULTS,
                    "llama_memory_",
                    "llama_get_memory",
                    true,
                    architectures());

    private AbiV050() {}

    private static Set<String> architectures() {
        Set<String> all = new HashSet<>(AbiB4916.INSTANCE.architectures());
        all.addAll(NEW_ARCHITECTURES);
        return all;
    }
}
