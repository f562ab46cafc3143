package dev.parlance.engine.llama;

/// Chat templates in the shapes of well-known models, written anew and no longer than the tests
/// need.
final class ToolTemplates {
    /// ChatML with `<tool_call>`, arguments shown by `tojson`: Qwen 2.5 and 3.
    static final String QWEN =
            """
            {%- if tools %}<|im_start|>system
            {% if messages[0].role == 'system' %}{{ messages[0].content }}{% endif %}
            {% for tool in tools %}{{ tool | tojson }}
            {% endfor %}<tool_call></tool_call><|im_end|>
            {% endif %}
            {%- for m in messages %}
            {%- if m.role == 'tool' %}<|im_start|>user
            <tool_response>
            {{ m.content }}
            </tool_response><|im_end|>
            {% elif m.role != 'system' or not tools %}<|im_start|>{{ m.role }}
            {{ m.content }}{% for call in m.tool_calls %}
            <tool_call>
            {"name": "{{ call.function.name }}", "arguments": {{ call.function.arguments | tojson }}}
            </tool_call>{% endfor %}<|im_end|>
            {% endif %}{% endfor %}
            {%- if add_generation_prompt %}<|im_start|>assistant
            {% if enable_thinking is defined and not enable_thinking %}<think>

            </think>

            {% endif %}{% endif %}\
            """;

    /// Arguments between tags, iterated: Qwen3-Coder.
    static final String CODER =
            """
            {% for t in tools or [] %}{{ t.function.name }} <function=> <parameter=>{% endfor %}
            {% for m in messages %}[{{ m.role }}]{{ m.content }}
            {%- for call in m.tool_calls %}<tool_call><function={{ call.function.name }}>
            {%- for key, value in call.function.arguments | items %}<parameter={{ key }}>
            {{ value }}
            </parameter>{% endfor %}</function></tool_call>{% endfor %}{% endfor %}\
            """;

    /// One call in a turn, `parameters`: Llama 3.1.
    static final String LLAMA =
            """
            {{ bos_token }}{% if tools %}Environment: ipython
            {{ tools | tojson }}{% endif %}
            {%- for m in messages %}
            {%- if m.tool_calls %}
            {%- if m.tool_calls | length != 1 %}{{ raise_exception('one call at a time') }}{% endif %}
            {%- set f = m.tool_calls[0].function %}[assistant]{"name": "{{ f.name }}", "parameters": {{ f.arguments | tojson }}}
            {%- elif m.role == 'tool' %}[ipython]{{ m.content | tojson }}
            {%- else %}[{{ m.role }}]{{ m.content }}{% endif %}{% endfor %}
            {%- if add_generation_prompt %}[assistant]{% endif %}\
            """;

    /// Ids of nine characters, the function shown whole: Mistral.
    static final String MISTRAL =
            """
            {{ bos_token }}{% for m in messages %}
            {%- if m.role == 'user' %}{% if tools %}[AVAILABLE_TOOLS]{{ tools | tojson }}{% endif %}[INST]{{ m.content }}[/INST]
            {%- elif m.tool_calls %}[TOOL_CALLS][{% for c in m.tool_calls %}{% if c.id | length != 9 %}{{ raise_exception('nine') }}{% endif %}{{ c.function | tojson }} {{ c.id }}{% endfor %}]
            {%- elif m.role == 'tool' %}[TOOL_RESULTS]{{ m.content }} {{ m.tool_call_id }}[/TOOL_RESULTS]
            {%- else %}{{ m.content }}{% endif %}{% endfor %}\
            """;

    /// Arguments as text, calls only of messages whose content is none: DeepSeek.
    static final String DEEPSEEK =
            """
            {% for m in messages %}
            {%- if m.role == 'assistant' and m.content is none %}{% for c in m.tool_calls %}<｜tool▁calls▁begin｜>{{ c.type + '<｜tool▁sep｜>' + c.function.name + '\\n' + c.function.arguments }}{% endfor %}
            {%- elif m.role == 'tool' %}<｜out｜>{{ m.content }}
            {%- else %}<｜{{ m.role }}｜>{{ m.content }}{% endif %}{% endfor %}
            {%- if add_generation_prompt %}<｜Assistant｜><think>
            {% endif %}\
            """;

    /// Roles and texts, nothing else.
    static final String BARE =
            "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}"
                    + "{% if add_generation_prompt %}[assistant]{% endif %}";

    /// No system turn either: Gemma.
    static final String STRICT =
            "{% for m in messages %}{% if m.role not in ['user', 'assistant'] %}"
                    + "{{ raise_exception('role ' ~ m.role) }}{% endif %}"
                    + "[{{ m.role }}]{{ m.content }}{% endfor %}";

    private ToolTemplates() {}
}
