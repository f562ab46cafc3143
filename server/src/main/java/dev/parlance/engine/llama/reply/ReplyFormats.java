package dev.parlance.engine.llama.reply;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The recognition of a model's reply format by its chat template and its tokens.
final class ReplyFormats {
    /// A text in the template that gives a format away.
    private record Sign(String name, CallSyntax calls, List<String> texts) {
        Sign(String name, CallSyntax calls, String... texts) {
            this(name, calls, List.of(texts));
        }

        boolean isIn(String template) {
            for (String text : texts) {
                if (!template.contains(text)) {
                    return false;
                }
            }
            return true;
        }
    }

    // What is more particular comes first.
    private static final List<Sign> SIGNS =
            List.of(
                    new Sign("harmony", new Harmony(), "<|channel|>", "<|message|>"),
                    new Sign("minimax", TaggedParameters.MINIMAX, "<minimax:tool_call>"),
                    new Sign("seed", TaggedParameters.SEED, "<seed:tool_call>"),
                    new Sign("kimi", MarkedCalls.KIMI, "<|tool_calls_section_begin|>"),
                    new Sign("deepseek", MarkedCalls.DEEPSEEK, "<｜tool▁calls▁begin｜>", "```json"),
                    new Sign("deepseek", MarkedCalls.DEEPSEEK_31, "<｜tool▁calls▁begin｜>"),
                    new Sign("mistral", new Mistral(true), "[TOOL_CALLS]", "[ARGS]"),
                    new Sign("mistral", new Mistral(false), "[TOOL_CALLS]"),
                    new Sign(
                            "command-r",
                            new JsonBlock(
                                    "<|START_ACTION|>",
                                    "<|END_ACTION|>",
                                    true,
                                    "tool_name",
                                    "parameters"),
                            "<|START_ACTION|>"),
                    new Sign("nemotron", JsonBlock.list("<TOOLCALL>", "</TOOLCALL>"), "<TOOLCALL>"),
                    new Sign("functionary-3.2", NamedJson.FUNCTIONARY_32, ">>>all"),
                    new Sign("glm", TaggedParameters.GLM, "<arg_key>"),
                    new Sign(
                            "qwen3-coder",
                            TaggedParameters.QWEN_CODER,
                            "<function=",
                            "<parameter="),
                    new Sign("functionary-3.1", NamedJson.FUNCTIONARY_31, "<function="),
                    new Sign("hermes", JsonBlock.HERMES, "<tool_call>"),
                    new Sign(
                            "phi",
                            JsonBlock.list("<|tool_call|>", "<|/tool_call|>"),
                            "<|/tool_call|>"),
                    new Sign("granite", JsonBlock.list("<|tool_call|>", ""), "<|tool_call|>"),
                    new Sign(
                            "tool-calls",
                            JsonBlock.list("<tool_calls>", "</tool_calls>"),
                            "<tool_calls>"),
                    new Sign("functools", JsonBlock.list("functools", ""), "functools["),
                    new Sign("llama3", BareJson.LLAMA, "<|python_tag|>"),
                    new Sign("llama3", BareJson.LLAMA, "ipython"));

    private static final List<ThinkTags> THOUGHTS =
            List.of(
                    new ThinkTags("<think>", "</think>"),
                    new ThinkTags("<seed:think>", "</seed:think>"),
                    new ThinkTags("[THINK]", "[/THINK]"),
                    new ThinkTags("<|START_THINKING|>", "<|END_THINKING|>"),
                    new ThinkTags("<reasoning>", "</reasoning>"),
                    new ThinkTags("<thought>", "</thought>"));

    private ReplyFormats() {}

    static ReplyFormat detect(String template, boolean readsTools, Predicate<String> isToken) {
        ThinkTags thoughts = thoughts(template, isToken);
        for (Sign sign : SIGNS) {
            if (sign.isIn(template)) {
                return new ReplyFormat(sign.name(), sign.calls(), thoughts, readsTools);
            }
        }
        if (!readsTools) {
            return new ReplyFormat("json", BareJson.PLAIN, thoughts, false);
        }
        return isToken.test("<tool_call>")
                ? new ReplyFormat("hermes", JsonBlock.HERMES, thoughts, true)
                : new ReplyFormat("json", BareJson.PLAIN, thoughts, true);
    }

    private static @Nullable ThinkTags thoughts(String template, Predicate<String> isToken) {
        for (ThinkTags tags : THOUGHTS) {
            if (template.contains(tags.close())
                    || (isToken.test(tags.open()) && isToken.test(tags.close()))) {
                return tags;
            }
        }
        return null;
    }
}
