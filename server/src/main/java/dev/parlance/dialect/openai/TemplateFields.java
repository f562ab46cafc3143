package dev.parlance.dialect.openai;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a chat request says about the model's chat template, in the fields that vLLM and
/// llama.cpp's server have beyond OpenAI's: kept as extensions under the same names.
///
/// Source: https://docs.vllm.ai, "Chat API", extra parameters, checked 2026-11-20.
final class TemplateFields {
    private static final String VARIABLES = "chat_template_kwargs";
    private static final String GENERATION_PROMPT = "add_generation_prompt";
    private static final String CONTINUE = "continue_final_message";
    private static final int MAX_VARIABLES = 64;

    private TemplateFields() {}

    static JsonObject read(FieldReader body) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        JsonValue variables = body.value(VARIABLES);
        if (variables instanceof JsonObject(var members)) {
            if (members.size() > MAX_VARIABLES) {
                throw Faults.value(
                        VARIABLES,
                        "it has " + members.size() + " members; at most " + MAX_VARIABLES + ".");
            }
            fields.put(VARIABLES, variables);
        } else if (variables != null) {
            throw Faults.type(VARIABLES, "an object", variables);
        }
        for (String name : new String[] {GENERATION_PROMPT, CONTINUE}) {
            Boolean flag = body.flag(name);
            if (flag != null) {
                fields.put(name, JsonValue.of(flag));
            }
        }
        return new JsonObject(fields);
    }
}
