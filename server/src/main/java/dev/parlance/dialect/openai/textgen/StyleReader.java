package dev.parlance.dialect.openai.textgen;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.character.Cast;
import dev.parlance.core.character.CharacterCard;
import dev.parlance.core.character.ChatMode;
import dev.parlance.core.character.ChatStyle;
import dev.parlance.core.character.ChatStyle.Source;
import dev.parlance.core.character.InstructionTemplate;
import dev.parlance.core.character.PlayTemplate;
import dev.parlance.core.character.PromptLibrary;
import dev.parlance.core.character.TemplateFamilies;
import dev.parlance.core.character.TurnFormat;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes the style of a chat from a request's fields and the library. For one request.
public final class StyleReader {
    private static final int SHOWN = 64;
    private static final List<String> OF_TURNS =
            List.of("name1_instruct", "name2_instruct", "context_instruct");
    private static final List<String> OF_PLAYS =
            List.of(
                    "character",
                    "name1",
                    "user_name",
                    "name2",
                    "bot_name",
                    "context",
                    "user_bio",
                    "chat_template_str");
    private static final List<String> OF_INSTRUCTIONS =
            List.of(
                    "instruction_template",
                    "instruction_template_str",
                    "turn_template",
                    "name1_instruct",
                    "name2_instruct",
                    "context_instruct",
                    "system_message");

    private final PromptFields fields;
    private final PromptLibrary library;
    private final ModelCard model;
    private final Dispositions dispositions;

    private StyleReader(
            PromptFields fields,
            PromptLibrary library,
            ModelCard model,
            Dispositions dispositions) {
        this.fields = fields;
        this.library = library;
        this.model = model;
        this.dispositions = dispositions;
    }

    /// The style that these fields ask for.
    ///
    /// @param model the model that is to answer
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    public static ChatStyle read(
            PromptFields fields,
            PromptLibrary library,
            ModelCard model,
            Dispositions dispositions) {
        return new StyleReader(fields, library, model, dispositions).style();
    }

    /// The system message of 2023's requests for conversations without one, or `null`.
    public static @Nullable String systemMessage(PromptFields fields) {
        return fields.has("turn_template") ? null : fields.text("system_message");
    }

    private ChatStyle style() {
        ChatMode mode = mode();
        if (fields.has("greeting")) {
            dispositions.ignored("greeting", "send it as the first message of the assistant");
        }
        if (mode == ChatMode.INSTRUCT) {
            idle(OF_PLAYS, mode);
            idle(List.of("chat_instruct_command"), mode);
            return style(mode, instruction(), new Cast(Cast.USER, ""), "", "", "");
        }
        if (mode == ChatMode.CHAT) {
            idle(OF_INSTRUCTIONS, mode);
            idle(List.of("chat_instruct_command"), mode);
        }
        CharacterCard character = character();
        String user = character.user().isEmpty() ? Cast.USER : character.user();
        Cast cast =
                new Cast(
                        Objects.requireNonNullElse(fields.name("name1", "user_name"), user),
                        Objects.requireNonNullElse(
                                fields.name("name2", "bot_name"), character.bot()));
        String context = Objects.requireNonNullElse(fields.text("context"), character.context());
        String bio = Objects.requireNonNullElse(fields.text("user_bio"), "");
        return style(
                mode,
                mode == ChatMode.CHAT ? null : instruction(),
                cast,
                cast.in(context),
                cast.in(bio),
                command());
    }

    private ChatStyle style(
            ChatMode mode,
            @Nullable Source instruction,
            Cast cast,
            String context,
            String bio,
            String command) {
        return new ChatStyle(
                mode,
                instruction,
                chatTemplate(cast),
                cast,
                context,
                bio,
                command,
                fields.continues(),
                fields.bos());
    }

    private void idle(List<String> names, ChatMode mode) {
        for (String name : names) {
            if (fields.has(name)) {
                dispositions.ignored(name, "mode " + mode.wireName() + " has no use for it");
            }
        }
    }

    private ChatMode mode() {
        String word = fields.text("mode");
        if (word == null) {
            return ChatMode.INSTRUCT;
        }
        ChatMode mode = ChatMode.of(word);
        if (mode == null) {
            throw PromptFields.invalid(
                    "mode",
                    "Invalid value: '"
                            + shown(word)
                            + "'. 'mode' is one of "
                            + String.join(", ", ChatMode.wireNames())
                            + ".");
        }
        return mode;
    }

    private Source chatTemplate(Cast cast) {
        String given = fields.text("chat_template_str");
        return given == null
                ? new Source("chat_template", PlayTemplate.CHAT)
                : new Source("chat_template_str", cast.in(given));
    }

    private String command() {
        String field = "chat_instruct_command";
        if (fields.saysNothing(field)) {
            return PlayTemplate.PLAIN_COMMAND;
        }
        return Objects.requireNonNullElse(fields.text(field), PlayTemplate.COMMAND);
    }

    private CharacterCard character() {
        String asked = fields.text("character");
        String name =
                asked == null || asked.equals(PromptLibrary.NONE)
                        ? PromptLibrary.DEFAULT_CHARACTER
                        : asked;
        CharacterCard character = library.character(name);
        if (character == null) {
            throw unknown("character", name, library.characters());
        }
        return character;
    }

    /// The instruction template, or null for the model's own.
    private @Nullable Source instruction() {
        String inline = fields.text("instruction_template_str");
        String turns = fields.text("turn_template");
        if (inline != null) {
            return new Source("instruction_template_str", inline);
        }
        if (turns != null) {
            return new Source("turn_template", turns(turns));
        }
        for (String field : OF_TURNS) {
            if (fields.has(field)) {
                dispositions.ignored(field, "it belongs to a turn_template");
            }
        }
        String name = fields.text("instruction_template");
        return name == null ? guessed() : named(name);
    }

    private String turns(String turn) {
        return new TurnFormat(
                        orNothing("name1_instruct"),
                        orNothing("name2_instruct"),
                        turn,
                        orNothing("context_instruct"),
                        orNothing("system_message"))
                .jinja();
    }

    private String orNothing(String field) {
        return Objects.requireNonNullElse(fields.text(field), "");
    }

    private Source named(String name) {
        String field = "instruction_template";
        if (!PromptLibrary.isName(name)) {
            throw PromptFields.invalid(
                    field, "'" + shown(name) + "' is not the name of an instruction template.");
        }
        InstructionTemplate template =
                name.equals(PromptLibrary.NONE) ? fallback() : library.instructionTemplate(name);
        if (template == null) {
            dispositions.add(
                    field,
                    Outcome.APPROXIMATED,
                    "unknown; " + PromptLibrary.DEFAULT_TEMPLATE + " is taken");
            template = fallback();
        }
        return new Source(field, template.source());
    }

    /// The template of a model that has none of its own and may have one given.
    private @Nullable Source guessed() {
        if (model.can(Capability.CHAT) || !model.can(Capability.CHAT_TEMPLATE)) {
            return null;
        }
        String name = TemplateFamilies.guess(model.id().value());
        InstructionTemplate template = library.instructionTemplate(name);
        if (template == null) {
            template = fallback();
        }
        dispositions.add(
                "instruction_template",
                Outcome.APPROXIMATED,
                "the model has no chat template; by its name " + template.name() + " is taken");
        return new Source("instruction_template", template.source());
    }

    private InstructionTemplate fallback() {
        return Objects.requireNonNull(library.instructionTemplate(PromptLibrary.DEFAULT_TEMPLATE));
    }

    private static RuntimeException unknown(String field, String name, List<String> known) {
        return PromptFields.invalid(
                field,
                "There is no "
                        + field
                        + " '"
                        + shown(name)
                        + "'. Known: "
                        + String.join(", ", known.subList(0, Math.min(known.size(), 40)))
                        + (known.size() > 40 ? ", ..." : "")
                        + ".");
    }

    private static String shown(String text) {
        String flat = text.replaceAll("\\p{Cntrl}", " ");
        return flat.length() <= SHOWN ? flat : flat.substring(0, SHOWN) + "...";
    }
}
