package dev.parlance.core.character;

import dev.parlance.core.problem.ApiException;

/// The form that instruction templates had before they were written in Jinja: one turn with marks
/// for names and messages.
///
/// @param user what replaces `<|user|>`
/// @param bot what replaces `<|bot|>`
/// @param turn one turn, with `<|user-message|>` and `<|bot-message|>`; `<|round|>` is its number,
///   from 0
/// @param context what comes first, with `<|system-message|>` where the system message goes; one
///   without it comes before any system message
/// @param system the system message of conversations that have none
public record TurnFormat(String user, String bot, String turn, String context, String system) {
    private static final String USER_MESSAGE = "<|user-message|>";
    private static final String BOT_MESSAGE = "<|bot-message|>";
    private static final String SYSTEM_MESSAGE = "<|system-message|>";
    private static final String BOT = "<|bot|>";
    private static final String ROUND = "<|round|>";

    /// The same in Jinja.
    ///
    /// @throws ApiException `InvalidRequest` when the turn lacks one of its messages
    public String jinja() {
        int asked = turn.indexOf(USER_MESSAGE);
        int answered = turn.indexOf(BOT_MESSAGE);
        if (asked < 0 || answered < asked) {
            throw ApiException.invalid(
                    "turn_template",
                    "'turn_template' needs "
                            + USER_MESSAGE
                            + " and, after it, "
                            + BOT_MESSAGE
                            + ".");
        }
        String between = turn.substring(asked + USER_MESSAGE.length(), answered);
        int speaks = Math.max(0, between.indexOf(BOT));
        boolean named = between.contains(BOT);
        String userSuffix = named ? between.substring(0, speaks) : between;
        String botPrefix = named ? between.substring(speaks) : "";
        int system = context.indexOf(SYSTEM_MESSAGE);
        String before = system < 0 ? context : context.substring(0, system);
        String after = system < 0 ? "" : context.substring(system + SYSTEM_MESSAGE.length());
        return template(
                named(before),
                named(after),
                named(turn.substring(0, asked)),
                named(userSuffix),
                named(botPrefix),
                named(turn.substring(answered + BOT_MESSAGE.length())));
    }

    private String named(String text) {
        return text.replace("<|user|>", user).replace(BOT, bot);
    }

    private String template(
            String before,
            String after,
            String userPrefix,
            String userSuffix,
            String botPrefix,
            String botSuffix) {
        return "{%- set turn = namespace(round=-1) -%}\n"
                + "{%- if messages[0].role != 'system' -%}\n"
                + put(literal(before + system + after))
                + "{%- endif -%}\n"
                + "{%- for message in messages -%}\n"
                + "{%- if message.role == 'system' -%}\n"
                + put(literal(before) + " + message.content + " + literal(after))
                + "{%- elif message.role == 'user' -%}\n"
                + "{%- set turn.round = turn.round + 1 -%}\n"
                + put(counted(userPrefix) + " + message.content + " + counted(userSuffix))
                + "{%- elif message.role == 'assistant' -%}\n"
                + put(counted(botPrefix) + " + message.content + " + counted(botSuffix))
                + "{%- endif -%}\n"
                + "{%- endfor -%}\n"
                + "{%- if add_generation_prompt -%}\n"
                + put(counted(botPrefix.replaceFirst(" +$", "")))
                + "{%- endif -%}\n";
    }

    private static String put(String expression) {
        return "{{- " + expression + " -}}\n";
    }

    /// A text with the number of the turn in it.
    private static String counted(String text) {
        return text.contains(ROUND)
                ? literal(text) + ".replace('" + ROUND + "', turn.round | string)"
                : literal(text);
    }

    /// The text as Jinja writes it.
    static String literal(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "'";
    }
}
