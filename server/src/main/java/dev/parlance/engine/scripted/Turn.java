package dev.parlance.engine.scripted;

import dev.parlance.core.character.TemplateRun;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ContentPart;
import dev.parlance.core.chat.OutputConstraint;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.completion.Infill;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.usage.Operation;
import dev.parlance.wire.Json;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One call as the script sees it: a chat, a completion or an embedding.
///
/// @param user the last user message, or the prompt; `null` when there is none
/// @param system all system and developer messages
/// @param toolResult the tool results that end the conversation, or `null`
/// @param inputTokens how many tokens went in
/// @param echoed the prompt when it is to come back first, else `null`
record Turn(
        Operation operation,
        ModelId model,
        @Nullable String user,
        String system,
        @Nullable String toolResult,
        int inputTokens,
        @Nullable String echoed,
        List<Tool> tools,
        ToolChoice toolChoice,
        boolean parallelToolCalls,
        OutputConstraint constraint,
        boolean reasons,
        List<String> stop,
        int n,
        @Nullable Integer maxTokens,
        @Nullable Integer topLogprobs) {

    static Turn of(ModelId model, ChatRequest request) {
        ReasoningEffort effort = request.reasoningEffort();
        return new Turn(
                Operation.CHAT,
                model,
                lastUser(request.messages()),
                system(request.messages()),
                toolResult(request.messages()),
                inputTokens(request),
                null,
                request.toolChoice() instanceof ToolChoice.None ? List.of() : request.tools(),
                request.toolChoice(),
                !Boolean.FALSE.equals(request.parallelToolCalls()),
                request.constraint(),
                effort != null && effort != ReasoningEffort.NONE,
                request.stop(),
                request.n(),
                request.maxTokens(),
                request.topLogprobs());
    }

    static Turn of(ModelId model, CompletionRequest request, String prompt, int inputTokens) {
        Infill infill = request.infill();
        return new Turn(
                Operation.COMPLETION,
                model,
                prompt,
                "",
                null,
                inputTokens + (infill == null ? 0 : PieceTokenizer.count(infill.suffix())),
                request.echo() ? prompt : null,
                List.of(),
                new ToolChoice.None(),
                false,
                new OutputConstraint.Free(),
                false,
                request.stop(),
                request.n(),
                request.maxTokens(),
                request.topLogprobs());
    }

    /// A call that is answered without words.
    static Turn of(Operation operation, ModelId model, String text, int inputTokens) {
        return new Turn(
                operation,
                model,
                text,
                "",
                null,
                inputTokens,
                null,
                List.of(),
                new ToolChoice.None(),
                false,
                new OutputConstraint.Free(),
                false,
                List.of(),
                1,
                null,
                null);
    }

    boolean hasTools() {
        return !tools.isEmpty();
    }

    /// The conversation as this engine's models read it: by the request's own template, else a line
    /// for each message.
    static String transcript(ChatRequest request) {
        String prompt = TemplateRun.prompt(request, Clock.systemUTC());
        return prompt == null ? lines(request) : prompt;
    }

    private static String lines(ChatRequest request) {
        return request.messages().stream()
                .map(message -> message.role().wireName() + ": " + text(message) + "\n")
                .collect(Collectors.joining("", "", Role.ASSISTANT.wireName() + ":"));
    }

    /// The message's text, with attachments named in brackets.
    private static String text(ChatMessage message) {
        return message.content().stream()
                .map(part ->
                        switch (part) {
                            case ContentPart.Text(var text) -> text;
                            case ContentPart.ToolResult(_, var text) -> text;
                            case ContentPart.Refusal(var text) -> text;
                            case ContentPart.Image _ -> "[image]";
                            case ContentPart.Audio(_, var format) -> "[audio: " + format + "]";
                            case ContentPart.File(_, var name, _) ->
                                    name == null ? "[file]" : "[file: " + name + "]";
                            case ContentPart.ToolUse _,
                                    ContentPart.Reasoning _,
                                    ContentPart.Unknown _ ->
                                    "";
                        })
                .collect(Collectors.joining());
    }

    private static @Nullable String lastUser(List<ChatMessage> messages) {
        for (ChatMessage message : messages.reversed()) {
            if (message.role() == Role.USER) {
                return text(message);
            }
        }
        return null;
    }

    private static String system(List<ChatMessage> messages) {
        return messages.stream()
                .filter(m -> m.role() == Role.SYSTEM || m.role() == Role.DEVELOPER)
                .map(Turn::text)
                .collect(Collectors.joining("\n"));
    }

    private static @Nullable String toolResult(List<ChatMessage> messages) {
        List<ChatMessage> results =
                messages.reversed().stream().takeWhile(Turn::isToolResult).toList().reversed();
        return results.isEmpty()
                ? null
                : results.stream().map(Turn::text).collect(Collectors.joining("\n"));
    }

    private static boolean isToolResult(ChatMessage message) {
        return message.role() == Role.TOOL
                || message.content().stream().anyMatch(ContentPart.ToolResult.class::isInstance);
    }

    /// The tokens of all texts and tool definitions, and one for the frame of each message.
    private static int inputTokens(ChatRequest request) {
        int tokens = 0;
        for (ChatMessage message : request.messages()) {
            tokens += 1 + PieceTokenizer.count(text(message));
            for (ContentPart part : message.content()) {
                tokens +=
                        switch (part) {
                            case ContentPart.ToolUse(_, var name, var arguments) ->
                                    PieceTokenizer.count(name) + PieceTokenizer.count(arguments);
                            case ContentPart.Reasoning(var text) -> PieceTokenizer.count(text);
                            case ContentPart.Text _,
                                    ContentPart.ToolResult _,
                                    ContentPart.Refusal _,
                                    ContentPart.Image _,
                                    ContentPart.Audio _,
                                    ContentPart.File _,
                                    ContentPart.Unknown _ ->
                                    0;
                        };
            }
        }
        for (Tool tool : request.tools()) {
            JsonValue schema = tool.parameters();
            String description = tool.description();
            tokens += PieceTokenizer.count(tool.name()) + PieceTokenizer.count(Json.text(schema));
            tokens += description == null ? 0 : PieceTokenizer.count(description);
        }
        return tokens;
    }
}
