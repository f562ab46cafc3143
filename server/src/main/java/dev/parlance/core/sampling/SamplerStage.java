package dev.parlance.core.sampling;

import java.util.List;

/// One kind of sampler, as it is named in an order of them.
///
/// The constants are in the usual order: llama.cpp's, with those that it does not have next to
/// their like.
public enum SamplerStage {
    NO_REPEAT_NGRAM("no_repeat_ngram", "no_repeat_ngram_size"),
    ENCODER_REPETITION_PENALTY("encoder_repetition_penalty"),
    REPETITION_PENALTY("repetition_penalty", "repeat_penalty"),
    FREQUENCY_PENALTY("frequency_penalty"),
    PRESENCE_PENALTY("presence_penalty"),
    DRY("dry"),
    TOP_N_SIGMA("top_n_sigma", "top-n-sigma"),
    TOP_K("top_k", "top-k"),
    TFS("tfs", "tfs_z", "tfs-z"),
    TYPICAL_P("typical_p", "typ_p", "typ-p", "typical", "typical-p"),
    TOP_P("top_p", "top-p", "nucleus"),
    MIN_P("min_p", "min-p"),
    TOP_A("top_a", "top-a"),
    EPSILON_CUTOFF("epsilon_cutoff"),
    ETA_CUTOFF("eta_cutoff"),
    XTC("xtc"),
    SMOOTHING("quadratic_sampling", "smoothing_factor"),
    TEMPERATURE("temperature", "temp"),
    /// Where a temperature that moves with the entropy runs, if it is to run elsewhere than
    /// [#TEMPERATURE].
    DYNAMIC_TEMPERATURE("dynamic_temperature", "dynatemp"),
    /// Chooses the token, so it is the last one wherever it is named.
    ADAPTIVE_P("adaptive_p", "adaptive-p"),
    /// Chooses the token, so it is the last one wherever it is named.
    MIROSTAT("mirostat");

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> names;

    SamplerStage(String... names) {
        this.names = List.of(names);
    }

    /// The field's usual name for it.
    public String wireName() {
        return names.getFirst();
    }

    /// All names for it; the usual one comes first.
    public List<String> names() {
        return names;
    }
}
