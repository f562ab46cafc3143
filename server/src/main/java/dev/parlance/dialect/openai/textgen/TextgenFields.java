package dev.parlance.dialect.openai.textgen;

import static dev.parlance.dialect.openai.textgen.FieldKind.FLAG;
import static dev.parlance.dialect.openai.textgen.FieldKind.INTEGER;
import static dev.parlance.dialect.openai.textgen.FieldKind.NUMBER;
import static dev.parlance.dialect.openai.textgen.FieldKind.OBJECT;
import static dev.parlance.dialect.openai.textgen.FieldKind.OBJECTS;
import static dev.parlance.dialect.openai.textgen.FieldKind.PROMPT;
import static dev.parlance.dialect.openai.textgen.FieldKind.SOME_OBJECTS;
import static dev.parlance.dialect.openai.textgen.FieldKind.TEXT;
import static dev.parlance.dialect.openai.textgen.FieldKind.TEXTS;
import static dev.parlance.dialect.openai.textgen.FieldKind.TEXT_OR_LIST;
import static dev.parlance.dialect.openai.textgen.FieldKind.TEXT_OR_OBJECT;
import static dev.parlance.dialect.openai.textgen.TextgenField.field;
import static dev.parlance.dialect.openai.textgen.TextgenField.nullable;

import java.util.List;
import java.util.stream.Stream;

/// The fields of text-generation-webui's requests: one table for conversion, defaults and
/// documents.
public final class TextgenFields {
    /// How tokens are chosen, and what goes with that; fields of every request that generates.
    public static final List<TextgenField> GENERATION =
            List.of(
                    nullable("preset", TEXT, null),
                    field("dynamic_temperature", FLAG, "false"),
                    field("dynatemp_low", NUMBER, "1"),
                    field("dynatemp_high", NUMBER, "1"),
                    field("dynatemp_exponent", NUMBER, "1"),
                    field("smoothing_factor", NUMBER, "0"),
                    field("smoothing_curve", NUMBER, "1"),
                    field("top_k", INTEGER, "0"),
                    field("min_p", NUMBER, "0"),
                    field("top_n_sigma", NUMBER, "0"),
                    field("typical_p", NUMBER, "1"),
                    field("xtc_threshold", NUMBER, "0.1"),
                    field("xtc_probability", NUMBER, "0"),
                    field("epsilon_cutoff", NUMBER, "0"),
                    field("eta_cutoff", NUMBER, "0"),
                    field("tfs", NUMBER, "1"),
                    field("top_a", NUMBER, "0"),
                    field("adaptive_target", NUMBER, "0"),
                    field("adaptive_decay", NUMBER, "0.9"),
                    field("dry_multiplier", NUMBER, "0"),
                    field("dry_base", NUMBER, "1.75"),
                    field("dry_allowed_length", INTEGER, "2"),
                    field(
                            "dry_sequence_breakers",
                            TEXT_OR_LIST,
                            "\"\\\"\\\\n\\\", \\\":\\\", \\\"\\\\\\\"\\\", \\\"*\\\"\""),
                    field("repetition_penalty", NUMBER, "1"),
                    field("repetition_penalty_range", INTEGER, "1024").in2023("0"),
                    field("encoder_repetition_penalty", NUMBER, "1"),
                    field("no_repeat_ngram_size", INTEGER, "0"),
                    field("penalty_alpha", NUMBER, "0"),
                    field("guidance_scale", NUMBER, "1"),
                    field("negative_prompt", TEXT, "\"\""),
                    field("mirostat_mode", INTEGER, "0"),
                    field("mirostat_tau", NUMBER, "5"),
                    field("mirostat_eta", NUMBER, "0.1"),
                    field("do_sample", FLAG, "true"),
                    field("temperature_last", FLAG, "false"),
                    nullable("sampler_priority", TEXT_OR_LIST, null),
                    field("seed", INTEGER, "-1"),
                    field("grammar_string", TEXT, "\"\""),
                    field("custom_token_bans", TEXT_OR_LIST, "\"\""),
                    field("ban_eos_token", FLAG, "false"),
                    field("add_bos_token", FLAG, "true"),
                    field("skip_special_tokens", FLAG, "true"),
                    field("truncation_length", INTEGER, "0"),
                    field("max_tokens_second", INTEGER, "0"),
                    field("auto_max_new_tokens", FLAG, "false"),
                    field("prompt_lookup_num_tokens", INTEGER, "0"),
                    field("static_cache", FLAG, "false"),
                    field("enable_thinking", FLAG, "true"),
                    field("reasoning_effort", TEXT, "\"medium\""),
                    field("preserve_thinking", FLAG, "false"),
                    field("min_length", INTEGER, "0"),
                    field("num_beams", INTEGER, "1"),
                    field("length_penalty", NUMBER, "1"),
                    field("early_stopping", FLAG, "false"));

    /// OpenAI's fields that both kinds of request have.
    public static final List<TextgenField> SHARED =
            List.of(
                    nullable("model", TEXT, null),
                    nullable("temperature", NUMBER, "1"),
                    nullable("top_p", NUMBER, "0.95").in2023("1"),
                    nullable("frequency_penalty", NUMBER, "0"),
                    nullable("presence_penalty", NUMBER, "0"),
                    nullable("logit_bias", OBJECT, null),
                    nullable("stop", TEXTS, null),
                    nullable("stream", FLAG, "false"),
                    nullable("stream_options", OBJECT, null),
                    nullable("n", INTEGER, "1"),
                    nullable("user", TEXT, null));

    private static final List<TextgenField> COMPLETION_ONLY =
            List.of(
                    nullable("prompt", PROMPT, null),
                    nullable("messages", OBJECTS, null),
                    nullable("max_tokens", INTEGER, "512").in2023("16"),
                    nullable("echo", FLAG, "false"),
                    nullable("suffix", TEXT, null),
                    nullable("best_of", INTEGER, "1"),
                    nullable("logprobs", INTEGER, null));

    private static final List<TextgenField> CHAT_ONLY =
            List.of(
                    new TextgenField("messages", SOME_OBJECTS, false, null, null),
                    field("mode", TEXT, "\"instruct\""),
                    nullable("instruction_template", TEXT, null),
                    nullable("instruction_template_str", TEXT, null),
                    nullable("character", TEXT, null),
                    nullable("name1", TEXT, null),
                    nullable("name2", TEXT, null),
                    nullable("user_name", TEXT, null),
                    nullable("bot_name", TEXT, null),
                    nullable("context", TEXT, null),
                    nullable("greeting", TEXT, null),
                    nullable("user_bio", TEXT, null),
                    nullable("chat_template_str", TEXT, null),
                    nullable("chat_instruct_command", TEXT, null),
                    field("continue_", FLAG, "false"),
                    nullable("turn_template", TEXT, null),
                    nullable("name1_instruct", TEXT, null),
                    nullable("name2_instruct", TEXT, null),
                    nullable("context_instruct", TEXT, null),
                    nullable("system_message", TEXT, null),
                    nullable("max_tokens", INTEGER, null),
                    nullable("max_completion_tokens", INTEGER, null),
                    nullable("logprobs", FLAG, null),
                    nullable("top_logprobs", INTEGER, null),
                    nullable("tools", OBJECTS, null),
                    nullable("tool_choice", TEXT_OR_OBJECT, null));

    /// The fields of a text completion.
    public static final List<TextgenField> COMPLETION = joined(COMPLETION_ONLY);

    /// The fields of a chat.
    public static final List<TextgenField> CHAT = joined(CHAT_ONLY);

    private TextgenFields() {}

    private static List<TextgenField> joined(List<TextgenField> own) {
        return Stream.of(own, SHARED, GENERATION).flatMap(List::stream).toList();
    }
}
