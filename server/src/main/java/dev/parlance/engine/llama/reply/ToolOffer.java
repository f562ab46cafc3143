package dev.parlance.engine.llama.reply;

import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tools that one reply may call.
///
/// @param tools in the order of the request
/// @param maxCalls how many calls the reply may have, at least 1
public record ToolOffer(List<Tool> tools, int maxCalls) {
    /// More calls than this end the reply.
    public static final int MAX_CALLS = 128;

    static final ToolOffer NONE = new ToolOffer(List.of(), 1);

    public ToolOffer {
        tools = List.copyOf(tools);
        if (maxCalls < 1 || maxCalls > MAX_CALLS) {
            throw new IllegalArgumentException("maxCalls is 1 to " + MAX_CALLS);
        }
    }

    /// What a request offers, or null when its reply may call nothing.
    public static @Nullable ToolOffer of(ChatRequest request) {
        List<Tool> tools =
                switch (request.toolChoice()) {
                    case ToolChoice.None _ -> List.of();
                    case ToolChoice.Auto _, ToolChoice.Required _ -> request.tools();
                    case ToolChoice.Named(var name) -> named(request, List.of(name));
                    case ToolChoice.Allowed(var names, _) -> named(request, names);
                };
        boolean one =
                request.toolChoice() instanceof ToolChoice.Named
                        || Boolean.FALSE.equals(request.parallelToolCalls());
        return tools.isEmpty() ? null : new ToolOffer(tools, one ? 1 : MAX_CALLS);
    }

    private static List<Tool> named(ChatRequest request, List<String> names) {
        return request.tools().stream().filter(tool -> names.contains(tool.name())).toList();
    }

    /// The same tools with any object as arguments.
    public ToolOffer withoutSchemas() {
        return new ToolOffer(
                tools.stream()
                        .map(tool ->
                                new Tool(tool.name(), tool.description(), JsonObject.EMPTY, false))
                        .toList(),
                maxCalls);
    }

    /// The tool of this name, or null when it is not offered.
    public @Nullable Tool find(String name) {
        for (Tool tool : tools) {
            if (tool.name().equals(name)) {
                return tool;
            }
        }
        return null;
    }

    boolean has(@Nullable String name) {
        return name != null && find(name) != null;
    }
}
