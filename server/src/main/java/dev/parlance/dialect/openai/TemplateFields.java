package dev.parlance.dialect.openai;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.prompt.TemplateLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a chat request says about the model's chat template, in the fields that vLLM and
/// llama.cpp's server have beyond OpenAI's: kept as extensions under the same names.
///
/// Source: https://docs.vllm.ai, "Chat API", extra parameters, checked 2026-11-20.
final class TemplateFields {
    private static final String VARIABLES = "chat_template_kwargs";
    private static final String TEMPLATE = "chat_template";
    private static final String GENERATION_PROMPT = "add_generation_prompt";
    private static final String CONTINUE = "continue_final_message";
    private static final String ADD_BOS = "add_bos_token";
    private static final String ADD_SPECIAL = "add_special_tokens";
    private static final String NO_TEMPLATE = "a completion has no template";
    private static final List<String> FLAGS = List.of("enable_thinking", "preserve_thinking");
    private static final int MAX_VARIABLES = 64;
    private static final int MAX_TEMPLATE = TemplateLimits.DEFAULT.maxSourceLength();

    private TemplateFields() {}

    static JsonObject read(FieldReader body) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        Map<String, JsonValue> variables = variables(body);
        if (!variables.isEmpty()) {
            fields.put(VARIABLES, new JsonObject(variables));
        }
        String template = body.string(TEMPLATE, MAX_TEMPLATE);
        if (template != null) {
            fields.put(TEMPLATE, JsonValue.of(template));
        }
        // The template says where a conversation begins, whatever this says.
        Boolean _ = body.flag(ADD_BOS);
        for (String name : new String[] {GENERATION_PROMPT, CONTINUE, ADD_SPECIAL}) {
            Boolean flag = body.flag(name);
            if (flag != null) {
                fields.put(name, JsonValue.of(flag));
            }
        }
        return new JsonObject(fields);
    }

    /// The template's variables, those that have a field of their own included.
    private static Map<String, JsonValue> variables(FieldReader body) {
        JsonValue given = body.value(VARIABLES);
        if (given != null && !(given instanceof JsonObject)) {
            throw Faults.type(VARIABLES, "an object", given);
        }
        Map<String, JsonValue> variables = new LinkedHashMap<>();
        for (String name : FLAGS) {
            Boolean flag = body.flag(name);
            if (flag != null) {
                variables.put(name, JsonValue.of(flag));
            }
        }
        if (given instanceof JsonObject(var members)) {
            if (members.size() > MAX_VARIABLES) {
                throw Faults.value(
                        VARIABLES,
                        "it has " + members.size() + " members; at most " + MAX_VARIABLES + ".");
            }
            variables.putAll(members);
        }
        return variables;
    }

    /// What a completion says about the tokens before its prompt.
    static JsonObject ofText(FieldReader body) {
        Boolean special = body.flag(ADD_SPECIAL);
        Boolean bos = body.flag(ADD_BOS);
        Boolean wanted = special == null ? bos : special;
        return wanted == null || wanted
                ? JsonObject.EMPTY
                : JsonObject.EMPTY.with(ADD_SPECIAL, JsonValue.of(false));
    }

    /// Reports the fields for templates of a completion, which has none.
    static void reportIdle(FieldReader body, Dispositions dispositions) {
        for (String name : FLAGS) {
            if (body.flag(name) != null) {
                dispositions.ignored(name, NO_TEMPLATE);
            }
        }
        if (body.string("reasoning_effort") != null) {
            dispositions.ignored("reasoning_effort", NO_TEMPLATE);
        }
    }
}
