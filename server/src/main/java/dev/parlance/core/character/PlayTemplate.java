package dev.parlance.core.character;

/// The texts around a chat that come with nobody's files. Stateless.
public final class PlayTemplate {
    /// The chat template of the modes `chat` and `chat-instruct`: a line for each message, after
    /// who speaks.
    public static final String CHAT =
            """
            {%- for message in messages -%}
                {%- if message.role == 'system' -%}
                    {%- if message.content -%}
                        {{- message.content + '\\n\\n' -}}
                    {%- endif -%}
                    {%- if user_bio -%}
                        {{- user_bio + '\\n\\n' -}}
                    {%- endif -%}
                {%- elif message.role == 'user' -%}
                    {{- name1 + ': ' + message.content + '\\n' -}}
                {%- elif message.role == 'tool' -%}
                    {{- '[Tool result: ' + message.content + ']\\n' -}}
                {%- elif message.tool_calls -%}
                    {%- if message.content -%}
                        {{- name2 + ': ' + message.content + '\\n' -}}
                    {%- endif -%}
                    {%- for call in message.tool_calls -%}
                        {%- set arguments = call.function.arguments -%}
                        {{- '[Calling: ' + call.function.name + '(' -}}
                        {{- arguments if arguments is string else arguments | tojson -}}
                        {{- ')]\\n' -}}
                    {%- endfor -%}
                {%- else -%}
                    {{- name2 + ': ' + message.content + '\\n' -}}
                {%- endif -%}
            {%- endfor -%}
            {%- if add_generation_prompt -%}
                {{- name2 + ':' -}}
            {%- endif -%}
            """;

    /// The command of the mode `chat-instruct`, where `<|prompt|>` is the chat so far.
    public static final String COMMAND =
            "Continue the chat dialogue below. Write a single reply for the character"
                    + " \"<|character|>\".\n\n<|prompt|>";

    /// The command of requests that say they have none.
    public static final String PLAIN_COMMAND =
            COMMAND.replace(
                    "\n\n",
                    " Reply directly, without starting the reply with the character name.\n\n");

    private PlayTemplate() {}
}
