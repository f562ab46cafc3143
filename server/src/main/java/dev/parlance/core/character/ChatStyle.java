package dev.parlance.core.character;

import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.Role;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.problem.ApiException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How one request wants its conversation put to the model, in text-generation-webui's terms; it
/// rewrites an ordinary chat request into another ordinary one.
///
/// @param mode which of the three ways
/// @param instruction the template of `instruct` and `chat-instruct`; `null` for the model's own
/// @param chat the template of `chat` and `chat-instruct`
/// @param cast who speaks, in those two
/// @param context who the bot is, placeholders already replaced; may be empty
/// @param userBio who the user is, placeholders already replaced; may be empty
/// @param command what `chat-instruct` asks, with `<|character|>` and `<|prompt|>`
/// @param continues true to go on with the assistant's last message
/// @param bos whether the tokenizer adds its beginning-of-text token; `null` for what is usual
public record ChatStyle(
        ChatMode mode,
        @Nullable Source instruction,
        Source chat,
        Cast cast,
        String context,
        String userBio,
        String command,
        boolean continues,
        @Nullable Boolean bos) {
    private static final String TEMPLATE = "chat_template";
    private static final String VARIABLES = "chat_template_kwargs";
    private static final String CONTINUE = "continue_final_message";
    private static final String SPECIAL = "add_special_tokens";

    /// A template in Jinja, and the request field that it comes from.
    public record Source(String field, String jinja) {}

    /// The request with its conversation, template and stop texts in this style.
    ///
    /// @throws ApiException `InvalidRequest` when there is nothing to go on with, or a template
    ///   cannot be used
    public ChatRequest apply(ChatRequest request, Dispositions dispositions, Clock clock) {
        History history = History.of(request.messages(), dispositions);
        if (continues && !endsOpen(history.turns())) {
            throw ApiException.invalid(
                    "continue_",
                    "'continue_' needs a last message of the assistant, with text to go on from.");
        }
        return switch (mode) {
            case INSTRUCT -> instructed(request, begun(history.system(), history.turns()), clock);
            case CHAT -> played(request, lines(history, dispositions), clock);
            case CHAT_INSTRUCT -> {
                List<ChatMessage> lines = lines(history, dispositions);
                yield instructed(request, commanded(history.system(), lines, clock), clock);
            }
        };
    }

    /// The reply as this style's clients want it: without a name before it, and with the text that
    /// it goes on from.
    public ChatStream reply(ChatStream stream, ChatRequest request) {
        if (continues) {
            return new TidyReply(stream, request.messages().getLast().text().strip(), List.of());
        }
        List<String> names =
                mode == ChatMode.INSTRUCT
                        ? List.of()
                        : Stream.of(cast.bot(), cast.user()).distinct().map(n -> n + ":").toList();
        return new TidyReply(stream, "", names);
    }

    private static boolean endsOpen(List<ChatMessage> turns) {
        return !turns.isEmpty()
                && turns.getLast().role() == Role.ASSISTANT
                && !turns.getLast().text().isBlank();
    }

    private static List<ChatMessage> begun(String system, List<ChatMessage> turns) {
        List<ChatMessage> messages = new ArrayList<>();
        if (!system.isEmpty()) {
            messages.add(ChatMessage.of(Role.SYSTEM, system));
        }
        messages.addAll(turns);
        return messages;
    }

    private ChatRequest instructed(ChatRequest request, List<ChatMessage> messages, Clock clock) {
        Map<String, JsonValue> extensions = new LinkedHashMap<>(request.extensions().members());
        List<String> stops = request.stop();
        if (instruction != null) {
            extensions.put(TEMPLATE, JsonValue.of(instruction.jinja()));
            stops = stops(request, instruction, Map.of(), clock);
        }
        // These templates spell out what they want; the model's own says so itself.
        Boolean adds = (bos == null && instruction != null) ? Boolean.FALSE : bos;
        return finished(request.withStop(stops), messages, extensions, adds);
    }

    private ChatRequest played(ChatRequest request, List<ChatMessage> messages, Clock clock) {
        Map<String, JsonValue> extensions = new LinkedHashMap<>(request.extensions().members());
        Map<String, JsonValue> variables = new LinkedHashMap<>();
        if (extensions.get(VARIABLES) instanceof JsonObject(var given)) {
            variables.putAll(given);
        }
        variables.putAll(variables());
        extensions.put(VARIABLES, new JsonObject(variables));
        extensions.put(TEMPLATE, JsonValue.of(chat.jinja()));
        List<String> stops = stops(request, chat, variables, clock);
        return finished(
                request.withStop(stops), messages, extensions, bos == null ? Boolean.TRUE : bos);
    }

    private ChatRequest finished(
            ChatRequest request,
            List<ChatMessage> messages,
            Map<String, JsonValue> extensions,
            @Nullable Boolean special) {
        if (special != null) {
            extensions.putIfAbsent(SPECIAL, JsonValue.of(special));
        }
        if (continues) {
            extensions.put(CONTINUE, JsonValue.of(true));
        }
        return request.withMessages(messages).withExtensions(new JsonObject(extensions));
    }

    /// The play: the character's context in place of system messages, and the lines.
    private List<ChatMessage> lines(History history, Dispositions dispositions) {
        boolean told = mode == ChatMode.CHAT && !history.system().isEmpty();
        List<ChatMessage> lines = new ArrayList<>();
        if (!context.isEmpty() || !userBio.isEmpty()) {
            lines.add(ChatMessage.of(Role.SYSTEM, context.strip()));
        }
        for (ChatMessage turn : history.turns()) {
            if (History.isSystem(turn)) {
                told = true;
            } else {
                lines.add(turn);
            }
        }
        if (told) {
            dispositions.ignored(
                    "messages.role", "system messages have no place in a chat; use context");
        }
        if (lines.isEmpty() || History.isSystem(lines.getLast())) {
            throw ApiException.invalid(
                    "messages",
                    "messages: mode '" + mode.wireName() + "' needs a message of the user.");
        }
        return lines;
    }

    /// The command, with the play in it, as the one message of a user.
    private List<ChatMessage> commanded(String system, List<ChatMessage> lines, Clock clock) {
        List<ChatMessage> said = continues ? lines.subList(0, lines.size() - 1) : lines;
        String play =
                TemplateRun.of(chat.jinja(), chat.field()).text(said, variables(), false, clock);
        String text =
                cast.in(command.replace("<|character|>", cast.bot())).replace("<|prompt|>", play);
        List<ContentPart> content = new ArrayList<>();
        content.add(new ContentPart.Text(text));
        said.stream()
                .flatMap(line -> line.content().stream())
                .forEach(part -> {
                    switch (part) {
                        case ContentPart.Image _,
                                ContentPart.Audio _,
                                ContentPart.File _,
                                ContentPart.Unknown _ ->
                                content.add(part);
                        case ContentPart.Text _,
                                ContentPart.ToolUse _,
                                ContentPart.ToolResult _,
                                ContentPart.Reasoning _,
                                ContentPart.Refusal _ -> {}
                    }
                });
        List<ChatMessage> messages = begun(system, List.of());
        messages.add(new ChatMessage(Role.USER, null, content));
        if (continues) {
            messages.add(lines.getLast());
        }
        return messages;
    }

    private Map<String, JsonValue> variables() {
        return Map.of(
                "name1", JsonValue.of(cast.user()),
                "name2", JsonValue.of(cast.bot()),
                "user_bio", JsonValue.of(userBio.strip()));
    }

    /// What ends the reply by the template's own form, before what the request says.
    private static List<String> stops(
            ChatRequest request, Source source, Map<String, JsonValue> variables, Clock clock) {
        TemplateRun template = TemplateRun.of(source.jinja(), source.field());
        return Stream.concat(
                        StopTexts.of(template, source.field(), variables, clock).stream(),
                        request.stop().stream())
                .distinct()
                .toList();
    }
}
