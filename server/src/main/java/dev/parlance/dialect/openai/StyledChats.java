package dev.parlance.dialect.openai;

import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.character.ChatStyle;
import dev.parlance.core.character.HistoryFit;
import dev.parlance.core.character.PromptLibrary;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.gateway.Gateway;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.dialect.openai.textgen.Conversation;
import dev.parlance.dialect.openai.textgen.Presets;
import dev.parlance.dialect.openai.textgen.PromptFields;
import dev.parlance.dialect.openai.textgen.StyleReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Chat requests with text-generation-webui's fields for the prompt, made into ordinary ones.
/// Thread-safe.
final class StyledChats {
    private static final int USUAL_MAX_TOKENS = 512;

    private final Gateway gateway;
    private final PromptLibrary library;
    private final Presets presets;
    private final Clock clock;

    StyledChats(Gateway gateway, Prompts prompts) {
        this.gateway = gateway;
        this.library = prompts.library();
        this.presets = new Presets(library, prompts.explicitWins());
        this.clock = prompts.clock();
    }

    /// A request that is ready for the gateway.
    ///
    /// @param reply what brings the gateway's stream into the form that the client expects
    record Styled(ChatCall call, UnaryOperator<ChatStream> reply) {}

    /// The presets, for requests that have no prompt fields.
    Presets presets() {
        return presets;
    }

    /// The request of this body.
    ///
    /// @param decoder reads what is left when the fields of this class are taken out
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` that names the field
    Styled read(CallContext context, JsonValue json, Function<JsonValue, ChatCall> decoder) {
        boolean textgen =
                context.profile() == CompatProfile.TEXTGEN
                        || context.profile() == CompatProfile.TEXTGEN_2023;
        if (!(presets.in(json) instanceof JsonObject body)) {
            return new Styled(decoder.apply(json), UnaryOperator.identity());
        }
        PromptFields fields = PromptFields.of(body);
        JsonObject rest =
                textgen
                        ? Conversation.checked(fields.rest(), context.dispositions())
                        : fields.rest();
        ChatCall call = decoder.apply(rest);
        if (!textgen && !fields.any()) {
            return new Styled(call, UnaryOperator.identity());
        }
        ChatRequest request = instructed(call.request(), StyleReader.systemMessage(fields));
        ModelCard model = gateway.model(context, request.model().value());
        ChatStyle style = StyleReader.read(fields, library, model, context.dispositions());
        ChatRequest styled = fitted(context, request, style, length(fields, model, textgen));
        return new Styled(call.with(styled), stream -> style.reply(stream, request));
    }

    /// What prompt and reply may have together; null when nobody cuts anything.
    private static @Nullable Integer length(PromptFields fields, ModelCard model, boolean textgen) {
        Integer asked = fields.truncationLength();
        boolean cuts = model.can(Capability.TOKENIZE) && (textgen || asked != null);
        if (!cuts) {
            return null;
        }
        Integer most = model.contextLength();
        if (asked == null || asked == 0) {
            return most;
        }
        return most == null ? asked : Integer.valueOf(Math.min(asked, most));
    }

    private ChatRequest fitted(
            CallContext context, ChatRequest request, ChatStyle style, @Nullable Integer length) {
        UnaryOperator<ChatRequest> styles =
                each -> style.apply(each, context.dispositions(), clock);
        if (length == null) {
            return styles.apply(request);
        }
        Integer asked = request.maxTokens();
        int reply =
                asked == null ? Math.min(USUAL_MAX_TOKENS, length / 2) : Math.min(asked, length);
        return new HistoryFit(
                        context,
                        styles,
                        each -> gateway.render(context, each).tokens().size(),
                        Math.max(1, length - reply))
                .fit(request);
    }

    private static ChatRequest instructed(ChatRequest request, @Nullable String system) {
        boolean has =
                request.messages().stream()
                        .anyMatch(m -> m.role() == Role.SYSTEM || m.role() == Role.DEVELOPER);
        if (system == null || has) {
            return request;
        }
        List<ChatMessage> messages = new ArrayList<>(request.messages());
        messages.addFirst(ChatMessage.of(Role.SYSTEM, system));
        return request.withMessages(messages);
    }
}
