package dev.parlance.engine.llama;

import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ReasoningEffort;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonBoolean;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.model.Capability;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem.InvalidRequest;
import dev.parlance.core.problem.ApiProblem.UpstreamFailed;
import dev.parlance.core.prompt.ChatTemplate;
import dev.parlance.core.prompt.TemplateException;
import dev.parlance.core.prompt.TemplateLimits;
import dev.parlance.engine.llama.reply.ReplyFormat;
import dev.parlance.engine.llama.reply.ToolOffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a conversation into a prompt by a chat template, as a rule the model's own. Thread-safe.
final class ChatPrompt {
    private static final Logger LOG = LoggerFactory.getLogger(ChatPrompt.class);

    /// Extensions of a request that it understands, by their names in vLLM.
    static final String VARIABLES = "chat_template_kwargs";

    static final String TEMPLATE = "chat_template";
    static final String SPECIAL_TOKENS = "add_special_tokens";
    static final String GENERATION_PROMPT = "add_generation_prompt";
    static final String CONTINUE = "continue_final_message";

    private static final Set<String> OURS =
            Set.of("messages", "tools", GENERATION_PROMPT, "bos_token", "eos_token");

    // A template that cannot be parsed spoils chat, not the whole model.
    private final @Nullable ChatTemplate template;
    private final Origin origin;
    private final String fault;
    private final SpecialTokens specials;
    private final String bosText;
    private final String eosText;
    private final ReplyFormat format;
    private final ToolTraits traits;

    /// Whose template it is: who is to blame for it.
    enum Origin {
        MODEL,
        REQUEST
    }

    /// @param source the template in Jinja
    /// @param isToken true for a text that is one token of the model
    ChatPrompt(
            String source,
            Origin origin,
            TemplateLimits limits,
            LoadedModel model,
            Predicate<String> isToken) {
        this(source, origin, limits, model.specials(), model.bosText(), model.eosText(), isToken);
    }

    ChatPrompt(
            String source,
            Origin origin,
            TemplateLimits limits,
            SpecialTokens specials,
            String bosText,
            String eosText,
            Predicate<String> isToken) {
        ChatTemplate parsed = null;
        String why = "";
        try {
            parsed = ChatTemplate.parse(source, limits);
        } catch (TemplateException e) {
            why = String.valueOf(e.getMessage());
        }
        this.template = parsed;
        this.origin = origin;
        this.fault = why;
        this.specials = specials;
        this.bosText = bosText;
        this.eosText = eosText;
        boolean tools = parsed != null && parsed.mentions("tools");
        this.format = ReplyFormat.detect(source, tools, isToken);
        this.traits =
                parsed == null ? new ToolTraits(false, true, false, true) : ToolTraits.of(parsed);
    }

    /// What a model with this template can do.
    static Set<Capability> capabilities(String source) {
        Set<Capability> capabilities = EnumSet.of(Capability.CHAT);
        try {
            ChatTemplate template = ChatTemplate.parse(source, TemplateLimits.DEFAULT);
            capabilities.add(Capability.TOOLS);
            capabilities.add(Capability.TOOL_CHOICE);
            capabilities.add(Capability.TEMPLATE_VARIABLES);
            boolean tools = template.mentions("tools");
            if (ReplyFormat.detect(source, tools, _ -> false).thinks()
                    || ThinkingSwitch.isIn(template)) {
                capabilities.add(Capability.REASONING);
            }
        } catch (TemplateException e) {
            // The first chat will say what is wrong with it.
            LOG.debug("a chat template cannot be parsed: {}", e.getMessage());
        }
        return capabilities;
    }

    /// How the model writes its replies.
    ReplyFormat format() {
        return format;
    }

    /// The prompt in pieces, each to be split into tokens by itself: cut where a user spelled out a
    /// control token.
    ///
    /// @param clock for templates that tell the model the date
    /// @throws ApiException `InvalidRequest` with the template's own words when it refuses
    List<String> render(CallContext context, ChatRequest request, Clock clock) {
        ChatTemplate chatTemplate = requireTemplate();
        List<ChatMessage> said = request.messages();
        char mark = SpecialTokens.mark(said.stream().map(ChatPrompt::allText).toList());
        MessageValues values =
                new MessageValues(
                        traits, format, text -> specials.guard(text, mark), context.dispositions());
        List<JsonObject> messages = new ArrayList<>(values.of(said));
        Map<String, JsonValue> variables = variables(context, request, chatTemplate);
        ToolOffer offer = ToolOffer.of(request);
        if (offer != null) {
            offer(context, offer.tools(), messages, variables);
        }
        boolean continues = flag(request, CONTINUE, false);
        char end = (char) (mark + 1);
        if (continues) {
            keepOpen(messages, end);
        }
        variables.put("messages", new JsonArray(List.copyOf(messages)));
        String text = rendered(chatTemplate, variables, clock);
        return SpecialTokens.pieces(continues ? cut(text, end) : text, mark);
    }

    /// What the template is given besides messages and tools.
    private Map<String, JsonValue> variables(
            CallContext context, ChatRequest request, ChatTemplate chatTemplate) {
        Map<String, JsonValue> variables = new LinkedHashMap<>();
        ReasoningEffort effort = request.reasoningEffort();
        if (effort != null) {
            ThinkingSwitch.set(effort, chatTemplate, variables, context.dispositions());
        }
        if (request.extensions().get(VARIABLES) instanceof JsonObject given) {
            given.members().forEach((name, value) -> set(name, value, variables));
        }
        boolean continues = flag(request, CONTINUE, false);
        boolean prompts = flag(request, GENERATION_PROMPT, !continues);
        if (prompts && continues) {
            throw ApiException.invalid(
                    CONTINUE,
                    "'" + CONTINUE + "' and '" + GENERATION_PROMPT + "' exclude each other.");
        }
        variables.put(GENERATION_PROMPT, JsonValue.of(prompts));
        variables.put("bos_token", JsonValue.of(bosText));
        variables.put("eos_token", JsonValue.of(eosText));
        return variables;
    }

    /// The template.
    ///
    /// @throws ApiException when it cannot be parsed: `InvalidRequest` for the request's own
    ChatTemplate requireTemplate() {
        if (template == null && origin == Origin.REQUEST) {
            throw ApiException.invalid(
                    TEMPLATE, "'" + TEMPLATE + "' cannot be used: " + fault + ".");
        }
        if (template == null) {
            throw new ApiException(
                    new UpstreamFailed(
                            LlamaEngine.NAME,
                            null,
                            "The chat template in the model's file cannot be used: "
                                    + fault
                                    + ". Text completion works without it."));
        }
        return template;
    }

    private void offer(
            CallContext context,
            List<Tool> tools,
            List<JsonObject> messages,
            Map<String, JsonValue> variables) {
        if (format.takesTools()) {
            variables.put("tools", JsonValue.from(tools.stream().map(PlainTools::value).toList()));
            return;
        }
        context.dispositions()
                .add(
                        "tools",
                        Outcome.TRANSLATED,
                        "the template of this model knows no tools; they are told in plain text");
        String told = PlainTools.instruction(tools);
        JsonObject first = messages.getFirst();
        boolean system = JsonValue.of(Role.SYSTEM.wireName()).equals(first.get("role"));
        if (!system && traits.showsSystem()) {
            messages.addFirst(
                    (JsonObject)
                            JsonValue.from(
                                    Map.of("role", Role.SYSTEM.wireName(), "content", told)));
            return;
        }
        String before = system ? content(first) + "\n\n" + told : told + "\n\n" + content(first);
        messages.set(0, first.with("content", JsonValue.of(before)));
    }

    private static String content(JsonObject message) {
        return message.get("content") instanceof JsonString(var text) ? text : "";
    }

    /// Marks the end of the last message, so that the prompt can be cut there.
    private static void keepOpen(List<JsonObject> messages, char end) {
        JsonObject last = messages.getLast();
        boolean ours = JsonValue.of(Role.ASSISTANT.wireName()).equals(last.get("role"));
        if (!ours || content(last).isEmpty()) {
            throw ApiException.invalid(
                    CONTINUE,
                    "'"
                            + CONTINUE
                            + "' needs a last message of the assistant, with text to go on"
                            + " from.");
        }
        messages.set(messages.size() - 1, last.with("content", JsonValue.of(content(last) + end)));
    }

    private static String cut(String text, char end) {
        int at = text.lastIndexOf(end);
        if (at < 0) {
            throw ApiException.invalid(
                    CONTINUE, "The model's chat template does not show the last message.");
        }
        return text.substring(0, at);
    }

    private static void set(String name, JsonValue value, Map<String, JsonValue> variables) {
        if (OURS.contains(name)) {
            throw ApiException.invalid(VARIABLES, "'" + VARIABLES + "' cannot set '" + name + "'.");
        }
        variables.put(name, value);
    }

    /// The value of an extension that is true or false.
    static boolean flag(ChatRequest request, String name, boolean otherwise) {
        return request.extensions().get(name) instanceof JsonBoolean(boolean value)
                ? value
                : otherwise;
    }

    private String rendered(
            ChatTemplate chatTemplate, Map<String, JsonValue> variables, Clock clock) {
        try {
            return chatTemplate.render(variables, clock);
        } catch (TemplateException e) {
            boolean given = origin == Origin.REQUEST;
            throw new ApiException(
                    new InvalidRequest(
                            given ? TEMPLATE : "messages",
                            (given ? "The request's" : "The model's")
                                    + " chat template cannot render this conversation: "
                                    + e.getMessage()),
                    e);
        }
    }

    private static String allText(ChatMessage message) {
        return message.name() == null ? message.text() : message.name() + message.text();
    }
}
