package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.Capability;
import dev.parlance.core.prompt.TemplateLimits;
import dev.parlance.engine.llama.ChatPrompt.Origin;
import dev.parlance.engine.llama.ffm.Vocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The ways to chat with one model: by its own template, and by those that requests bring along, of
/// which the last few are remembered. Thread-safe.
final class ChatForms {
    private static final int MOST_REMEMBERED = 8;

    /// What a request's template may do: a quarter of what a model's own may, since anybody can
    /// send one.
    private static final TemplateLimits GIVEN_LIMITS =
            new TemplateLimits(
                    TemplateLimits.DEFAULT.maxSourceLength(),
                    TemplateLimits.DEFAULT.maxSteps() / 4,
                    TemplateLimits.DEFAULT.maxOutputLength(),
                    TemplateLimits.DEFAULT.maxDepth(),
                    TemplateLimits.DEFAULT.maxRange());

    private final LoadedModel model;
    private final @Nullable ChatForm own;
    private final LinkedHashMap<String, ChatForm> given = new LinkedHashMap<>(16, 0.75f, true);

    /// Asks the vocabulary at once: for the thread that loads the model.
    ///
    /// @param source the model's own template, or null
    ChatForms(LoadedModel model, @Nullable String source) {
        this.model = model;
        Vocabulary vocabulary = model.vocabulary();
        this.own =
                source == null
                        ? null
                        : form(
                                new ChatPrompt(
                                        source,
                                        Origin.MODEL,
                                        TemplateLimits.DEFAULT,
                                        model,
                                        text -> SpecialTokens.isToken(vocabulary, text)),
                                prompt -> markers(vocabulary, prompt));
    }

    /// The form of this request.
    ///
    /// @throws dev.parlance.core.problem.ApiException `InvalidRequest` when its template cannot be
    ///   used, `Unsupported` when it brings none and the model has none
    ChatForm of(CallContext context, ChatRequest request) {
        if (request.extensions().get(ChatPrompt.TEMPLATE) instanceof JsonString(var source)) {
            return given(context, source);
        }
        if (own == null) {
            throw Checks.unsupported("messages", Capability.CHAT, model);
        }
        return own;
    }

    private ChatForm given(CallContext context, String source) {
        synchronized (given) {
            ChatForm known = given.get(source);
            if (known != null) {
                return known;
            }
        }
        Vocabulary vocabulary = model.vocabulary();
        // The template runs on the caller's thread; only the vocabulary is asked on its own.
        Predicate<String> isToken =
                text ->
                        model.onTextThread(
                                context.deadline(), () -> SpecialTokens.isToken(vocabulary, text));
        ChatPrompt prompt = new ChatPrompt(source, Origin.REQUEST, GIVEN_LIMITS, model, isToken);
        prompt.requireTemplate();
        ChatForm form =
                form(
                        prompt,
                        made ->
                                model.onTextThread(
                                        context.deadline(), () -> markers(vocabulary, made)));
        synchronized (given) {
            given.put(source, form);
            if (given.size() > MOST_REMEMBERED) {
                given.pollFirstEntry();
            }
        }
        return form;
    }

    private ChatForm form(ChatPrompt prompt, Function<ChatPrompt, Map<Integer, byte[]>> markers) {
        Map<Integer, byte[]> named = markers.apply(prompt);
        return new ChatForm(prompt, new ReplyFilters(model, prompt.format(), named), named);
    }

    private static Map<Integer, byte[]> markers(Vocabulary vocabulary, ChatPrompt prompt) {
        return SpecialTokens.named(vocabulary, prompt.format().markers());
    }
}
