package dev.parlance.engine.llama.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parlance.engine.llama.gguf.ModelFacts.Pooling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {
    private static final Set<String> ARCHITECTURES = Set.of("llama", "bert");

    @TempDir Path folder;

    private ModelFacts check(TinyGguf gguf) {
        Path file = gguf.write(folder.resolve("model.gguf"));
        return ModelCheck.check(List.of(GgufReader.read(file)), ARCHITECTURES);
    }

    private void refused(TinyGguf gguf, String why) {
        assertThatThrownBy(() -> check(gguf))
                .isInstanceOf(GgufException.class)
                .hasMessageContaining(why);
    }

    @Test
    void tells_the_facts_of_a_model() {
        ModelFacts facts = check(TinyGguf.llama(1));

        assertThat(facts.architecture()).isEqualTo("llama");
        assertThat(facts.trainedContext()).isEqualTo(512);
        assertThat(facts.embeddingLength()).isEqualTo(32);
        assertThat(facts.tokens()).isEqualTo(356);
        assertThat(facts.causal()).isTrue();
        assertThat(facts.pooling()).isEmpty();
        assertThat(facts.chatTemplate()).isPresent();
        assertThat(check(TinyGguf.bpe(1).uint("llama.pooling_type", 3)).pooling())
                .contains(Pooling.LAST);
    }

    @Test
    void refuses_architectures_the_library_does_not_know() {
        refused(TinyGguf.llama(1).text("general.architecture", "qwen9"), "'qwen9'");
        refused(TinyGguf.llama(1).without("general.architecture"), "general.architecture");
    }

    @Test
    void refuses_a_file_type_that_native_code_asserts_to_be_another() {
        refused(TinyGguf.llama(1).text("general.file_type", "F32"), "general.file_type is Text");
        refused(TinyGguf.llama(1).real("general.file_type", 1), "not a 32-bit unsigned number");
        refused(TinyGguf.llama(1).uint("general.file_type", -1), "4294967295");
        assertThat(check(TinyGguf.llama(1).without("general.file_type"))).isNotNull();
    }

    @Test
    void refuses_what_newer_native_code_asserts() {
        refused(TinyGguf.llama(1).uint("llama.nextn_predict_layers", 1), "is 1, not from 0 to 0");
        refused(TinyGguf.llama(1).uint("llama.expert_group_count", 2), "for 0 experts");
        TinyGguf experts =
                TinyGguf.llama(1)
                        .uint("llama.expert_count", 8)
                        .uint("llama.expert_used_count", 2)
                        .uint("llama.expert_group_count", 3)
                        .uint("llama.expert_group_used_count", 1);
        refused(experts, "expert_group_count is 3, of which 1 are used, for 8 experts");
        experts.uint("llama.expert_group_count", 4).uint("llama.expert_group_used_count", 4);
        refused(experts, "expert_group_count is 4, of which 4 are used");
        assertThat(check(experts.uint("llama.expert_group_used_count", 2))).isNotNull();
    }

    @Test
    void refuses_hyperparameters_that_native_code_would_divide_by_or_assert() {
        refused(TinyGguf.llama(1).uint("llama.attention.head_count", 0), "head_count is 0");
        refused(TinyGguf.llama(1).uint("llama.attention.head_count_kv", 0), "head_count_kv is 0");
        refused(TinyGguf.llama(1).uint("llama.attention.head_count_kv", 3), "not a multiple");
        refused(TinyGguf.llama(1).uint("llama.block_count", 513), "block_count is 513");
        refused(TinyGguf.llama(1).uint("llama.context_length", 0), "context_length is 0");
        refused(TinyGguf.llama(1).uint("llama.context_length", -1), "context_length is 4294967295");
        refused(TinyGguf.llama(1).without("llama.embedding_length"), "is missing");
        refused(TinyGguf.llama(1).uint("llama.rope.dimension_count", 7), "not an even number");
        refused(TinyGguf.llama(1).uint("llama.rope.dimension_count", 64), "head size 8");
        refused(TinyGguf.llama(1).uint("llama.expert_count", 257), "expert_count is 257");
        refused(TinyGguf.llama(1).uint("llama.expert_count", 4), "expert_used_count is 0");
        refused(TinyGguf.llama(1).real("llama.rope.freq_base", Float.NaN), "freq_base is NaN");
        refused(TinyGguf.llama(1).uint("llama.attention.sliding_window", 0), "sliding_window is 0");
        refused(TinyGguf.llama(1).uint("llama.pooling_type", 9), "pooling_type is 9");
        refused(TinyGguf.llama(1).text("llama.rope.scaling.type", "x"), "scaling.type is 'x'");
        refused(
                TinyGguf.llama(1).ints("llama.attention.head_count", List.of(4, 4)),
                "has 2 values, but there are 1 layers");
    }

    @Test
    void refuses_vocabularies_with_equal_tokens() {
        List<String> tokens = new ArrayList<>(tokens());
        tokens.set(300, tokens.get(301));
        refused(TinyGguf.llama(1).strings("tokenizer.ggml.tokens", tokens), "same token twice");
        tokens.set(300, tokens.get(301) + "\0tail");
        refused(TinyGguf.llama(1).strings("tokenizer.ggml.tokens", tokens), "same token twice");
        tokens.set(300, "");
        assertThat(check(TinyGguf.llama(1).strings("tokenizer.ggml.tokens", tokens))).isNotNull();
    }

    @Test
    void refuses_vocabularies_whose_lists_differ_in_length() {
        refused(
                TinyGguf.llama(1).floats("tokenizer.ggml.scores", List.of(1f)),
                "scores has 1 values for 356 tokens");
        refused(
                TinyGguf.llama(1).ints("tokenizer.ggml.token_type", List.of(1)),
                "token_type has 1 values for 356 tokens");
        refused(
                TinyGguf.llama(1).text("tokenizer.ggml.tokens", "not a list"),
                "missing or not a list of string");
        refused(
                TinyGguf.llama(1)
                        .floats("tokenizer.ggml.scores", Collections.nCopies(356, Float.NaN)),
                "NaN");
    }

    @Test
    void refuses_byte_tokens_that_are_none_and_missing_bytes() {
        List<Integer> types = new ArrayList<>(Collections.nCopies(356, 1));
        types.set(262, 6);
        refused(TinyGguf.llama(1).ints("tokenizer.ggml.token_type", types), "token 262");
        types.set(262, 77);
        refused(TinyGguf.llama(1).ints("tokenizer.ggml.token_type", types), "unknown type 77");
        List<String> tokens = new ArrayList<>(tokens());
        tokens.set(3 + 10, "newline");
        List<Integer> normal = Collections.nCopies(356, 1);
        refused(
                TinyGguf.llama(1)
                        .strings("tokenizer.ggml.tokens", tokens)
                        .ints("tokenizer.ggml.token_type", normal),
                "no token for the byte <0x0A>");
    }

    @Test
    void refuses_special_ids_outside_the_vocabulary() {
        refused(TinyGguf.llama(1).uint("tokenizer.ggml.eos_token_id", 356), "eos_token_id is 356");
        refused(TinyGguf.llama(1).text("tokenizer.ggml.eos_token_id", "2"), "not a whole number");
        assertThat(check(TinyGguf.llama(1).uint("tokenizer.ggml.padding_token_id", -1)))
                .isNotNull();
    }

    @Test
    void refuses_absent_special_ids_whose_defaults_do_not_exist() {
        String missing = "is missing, and the usual 10";
        refused(TinyBert.bert(1).without("tokenizer.ggml.mask_token_id"), missing);
        refused(TinyBert.bert(1).uint("tokenizer.ggml.unknown_token_id", -1), missing);
        assertThat(check(TinyBert.bert(1)).causal()).isFalse();
    }

    @Test
    void refuses_tensors_of_too_many_dimensions() {
        refused(
                TinyGguf.llama(1)
                        .lieAbout("blk.0.attn_norm.weight", null, List.of(16L, 1L, 2L), null),
                "has 3 dimensions, not 2 at most");
    }

    @Test
    void refuses_tokenizers_it_cannot_vouch_for() {
        refused(TinyGguf.llama(1).text("tokenizer.ggml.model", "t5"), "the tokenizer 't5'");
        refused(TinyGguf.llama(1).without("tokenizer.ggml.model"), "the tokenizer ''");
    }

    @Test
    void refuses_malformed_merges() {
        for (String merge : List.of("nospace", " x", "x ", "a b c", "")) {
            refused(TinyGguf.bpe(1).strings("tokenizer.ggml.merges", List.of(merge)), "merge 0");
        }
    }

    @Test
    void refuses_tensor_types_without_arithmetic() {
        refused(
                TinyGguf.llama(1)
                        .lieAbout("blk.0.attn_norm.weight", 1L, List.of(32L), null)
                        .alignment(64),
                "must be F32");
        refused(TinyGguf.llama(1).lieAbout("blk.0.attn_q.weight", 26L, null, null), "I32");
        refused(
                TinyGguf.llama(1).lieAbout("token_embd.weight", null, List.of(32L, 100L), null),
                "does not fit 356 tokens");
        refused(TinyGguf.llama(1).without("token_embd.weight"), "is missing");
    }

    @Test
    void accepts_split_models_and_refuses_incomplete_ones() {
        List<GgufHeader> parts =
                TinyGguf.llama(1).writeSplit(folder, "m", 3).stream()
                        .map(GgufReader::read)
                        .toList();
        assertThat(ModelCheck.check(parts, ARCHITECTURES).tokens()).isEqualTo(356);
        assertThatThrownBy(() -> ModelCheck.check(parts.subList(0, 2), ARCHITECTURES))
                .hasMessageContaining("split.count is 3, but the parts found make it 2");
        assertThatThrownBy(() -> ModelCheck.check(parts.subList(0, 1), ARCHITECTURES))
                .hasMessageContaining("split.count");
        assertThatThrownBy(() ->
                        ModelCheck.check(
                                List.of(parts.get(0), parts.get(2), parts.get(1)), ARCHITECTURES))
                .hasMessageContaining("split.no is 2");
    }

    private List<String> tokens() {
        GgufHeader header = GgufReader.read(TinyGguf.llama(1).write(folder.resolve("tokens.gguf")));
        try (GgufArrays arrays = new GgufArrays(header)) {
            List<String> raw = arrays.rawStrings(list(header, "tokenizer.ggml.tokens"));
            return IntStream.range(0, raw.size())
                    .mapToObj(i -> i == 261 ? "\u2581" : raw.get(i))
                    .toList();
        }
    }

    private static GgufValue.Array list(GgufHeader header, String key) {
        return Objects.requireNonNull(header.array(key));
    }
}
