package dev.parlance.core.character;

/// Who speaks in a chat.
///
/// @param user the name of the person, `name1` on the wire
/// @param bot the name of whom the model plays, `name2` on the wire
public record Cast(String user, String bot) {
    /// The person's name where nobody says another.
    public static final String USER = "You";

    /// The text with its placeholders replaced: `{{user}}` and `<USER>`, `{{char}}` and `<BOT>`.
    public String in(String text) {
        return text.replace("{{user}}", user)
                .replace("{{char}}", bot)
                .replace("<USER>", user)
                .replace("<BOT>", bot);
    }
}
