package dev.parlance.core.character;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Which instruction template a model was taught by, guessed from its name. Stateless.
public final class TemplateFamilies {
    /// A family: what its members' names have in them, and its template.
    private record Family(Pattern name, String template) {}

    /// The table; the first family that fits counts, so the special stand before the general.
    private static final List<Family> ALL =
            List.of(
                    family("vicuna.*v0|vicuna-v?0", "Vicuna-v0"),
                    family("stable-?vicuna", "StableVicuna"),
                    family("orca.*vicuna", "Orca-Vicuna"),
                    family("wizard.*(lm|vicuna|coder|math)", "Vicuna-v1.1"),
                    family("vicuna", "Vicuna-v1.1"),
                    family("llava.*(1\\.5|1\\.6|v1)", "LLaVA-v1"),
                    family("llava", "LLaVA"),
                    family("guanaco.*qlora", "Guanaco-QLoRA"),
                    family("guanaco", "Guanaco non-chat"),
                    family("wizard-?mega", "Wizard-Mega"),
                    family("manticore", "Manticore Chat"),
                    family("minotaur", "Minotaur"),
                    family("samantha", "Samantha"),
                    family("hippogriff", "Hippogriff"),
                    family("synthia.*cot", "Synthia-CoT"),
                    family("synthia", "Synthia"),
                    family("airoboros", "Airoboros-v1.2"),
                    family("oasst|open-?assistant", "Open Assistant"),
                    family("openchat", "OpenChat"),
                    family("open-?orca.*platypus|platypus.*orca", "OpenOrca-Platypus2"),
                    family("orca.?mini", "Orca Mini"),
                    family("stable-?beluga", "StableBeluga2"),
                    family("starchat", "Starchat-Beta"),
                    family("zephyr|stablelm-?2", "Zephyr"),
                    family("tulu", "Tulu"),
                    family("pygmalion|metharme|mythalion", "Metharme"),
                    family("command-?r|c4ai|aya", "Command-R"),
                    family("koala", "Koala"),
                    family("chatglm", "ChatGLM"),
                    family("baichuan", "Baichuan Chat"),
                    family("raven", "RWKV-Raven"),
                    family("rwkv", "RWKV-World"),
                    family("h2ogpt.*(oasst|oig)", "H2O-human_bot"),
                    family("h2o-?gpt", "H2O-prompt_answer"),
                    family("redpajama|incite", "INCITE-Chat"),
                    family("ziya", "Ziya"),
                    family("chatqa", "NVIDIA-ChatQA"),
                    family("gemma", "Gemma"),
                    family("phi-?3|phi-?4-mini", "Phi-3"),
                    family("dolphin|hermes|chatml|openhermes", "ChatML"),
                    family("llama-?3|l3-", "Llama-v3"),
                    family("llama-?2.*chat", "Llama-v2"),
                    family("mistral|mixtral|codestral", "Mistral"),
                    family("qwen|(^|[-_/])yi-|mpt.*chat|smollm|internlm|orca-2", "ChatML"),
                    family("alpaca|dolly|lamini|gpt4-?x", "Alpaca"));

    private TemplateFamilies() {}

    private static Family family(String name, String template) {
        return new Family(Pattern.compile(name), template);
    }

    /// The name of the template for a model of this name.
    public static String guess(String model) {
        String lower = model.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(family -> family.name().matcher(lower).find())
                .map(Family::template)
                .findFirst()
                .orElse(PromptLibrary.DEFAULT_TEMPLATE);
    }

    /// The names of all templates in the table.
    static List<String> templates() {
        return ALL.stream().map(Family::template).distinct().toList();
    }
}
