package dev.parlance.dialect.openai;

import dev.parlance.core.call.Disposition.Outcome;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tools on offer and the choice among them, in OpenAI's present form (`tools`) and in its
/// deprecated one (`functions`).
final class ToolDecoder {
    /// The most tools in one request.
    static final int MAX_TOOLS = 128;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> MODES = List.of("none", "auto", "required");
    private static final List<String> CHOICE_TYPES = List.of("function", "allowed_tools", "custom");

    private final FieldReader body;
    private final Dispositions dispositions;

    ToolDecoder(FieldReader body, Dispositions dispositions) {
        this.body = body;
        this.dispositions = dispositions;
    }

    /// What a request says about tools.
    ///
    /// @param legacy true when it said so with `functions`, and wants `function_call` in the reply
    record Tools(List<Tool> tools, ToolChoice choice, @Nullable Boolean parallel, boolean legacy) {}

    Tools read() {
        List<Tool> tools = tools();
        List<Tool> functions = functions();
        ToolChoice choice = choice(tools);
        ToolChoice functionCall = functionCall(functions);
        Boolean parallel = body.flag("parallel_tool_calls");
        if (functions != null) {
            if (!tools.isEmpty()) {
                throw Faults.combination(
                        "functions", "'functions' is the deprecated form of 'tools'; send one.");
            }
            dispositions.add("functions", Outcome.TRANSLATED, "offered as tools");
            return new Tools(
                    functions,
                    functionCall == null ? new ToolChoice.Auto() : functionCall,
                    false,
                    true);
        }
        if (parallel != null && tools.isEmpty()) {
            dispositions.ignored("parallel_tool_calls", "there are no tools");
            parallel = null;
        }
        return new Tools(tools, choice == null ? new ToolChoice.Auto() : choice, parallel, false);
    }

    private List<Tool> tools() {
        List<FieldReader> readers = body.objects("tools", MAX_TOOLS);
        List<Tool> tools = new ArrayList<>();
        for (FieldReader reader : readers == null ? List.<FieldReader>of() : readers) {
            String type = reader.requiredString("type");
            if (type.equals("custom")) {
                throw Faults.unsupportedValue(
                        reader.at("type"), type, "Only tools of type 'function' are served here.");
            }
            if (!type.equals("function")) {
                throw Faults.value(reader.at("type"), type, List.of("function", "custom"));
            }
            tools.add(function(reader.requiredObject("function"), true, tools));
            reader.reportUnread(dispositions);
        }
        return tools;
    }

    private @Nullable List<Tool> functions() {
        List<FieldReader> readers = body.objects("functions", MAX_TOOLS);
        if (readers == null || readers.isEmpty()) {
            return null;
        }
        List<Tool> tools = new ArrayList<>();
        for (FieldReader reader : readers) {
            tools.add(function(reader, false, tools));
        }
        return tools;
    }

    private Tool function(FieldReader reader, boolean mayBeStrict, List<Tool> earlier) {
        String name = reader.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw Faults.value(reader.at("name"), "1 to 64 letters, digits, '_' or '-'.");
        }
        if (earlier.stream().anyMatch(tool -> tool.name().equals(name))) {
            throw Faults.value(reader.at("name"), "two tools are named '" + name + "'.");
        }
        String description = reader.string("description");
        JsonValue parameters = reader.value("parameters");
        if (parameters != null && !(parameters instanceof JsonObject)) {
            throw Faults.type(reader.at("parameters"), "an object", parameters);
        }
        boolean strict = mayBeStrict && reader.flag("strict", false);
        reader.reportUnread(dispositions);
        return new Tool(
                name,
                description,
                parameters instanceof JsonObject schema ? schema : JsonObject.EMPTY,
                strict);
    }

    private @Nullable ToolChoice choice(List<Tool> tools) {
        JsonValue value = body.value("tool_choice");
        if (value == null) {
            return null;
        }
        ToolChoice choice =
                value instanceof JsonString(String mode)
                        ? mode("tool_choice", mode, MODES)
                        : choice(FieldReader.of("tool_choice", value), tools);
        // 'auto' and 'none' without tools are honoured as they stand: there is nothing to call.
        if (tools.isEmpty()
                && !(choice instanceof ToolChoice.Auto)
                && !(choice instanceof ToolChoice.None)) {
            throw Faults.value(
                    "tool_choice", "'tool_choice' is only allowed when 'tools' are specified.");
        }
        return choice;
    }

    private ToolChoice choice(FieldReader reader, List<Tool> tools) {
        String type = reader.requiredWord("type", CHOICE_TYPES);
        if (type.equals("custom")) {
            throw Faults.unsupportedValue(
                    reader.at("type"), type, "Only tools of type 'function' are served here.");
        }
        ToolChoice choice =
                type.equals("allowed_tools")
                        ? allowed(reader.requiredObject("allowed_tools"), tools)
                        : named(reader.requiredObject("function"), tools);
        reader.reportUnread(dispositions);
        return choice;
    }

    private ToolChoice allowed(FieldReader reader, List<Tool> tools) {
        boolean required =
                reader.requiredWord("mode", List.of("auto", "required")).equals("required");
        reader.required("tools");
        List<FieldReader> entries = reader.objects("tools", MAX_TOOLS);
        if (entries == null || entries.isEmpty()) {
            throw Faults.emptyArray(reader.at("tools"));
        }
        List<String> names = new ArrayList<>();
        for (FieldReader entry : entries) {
            entry.word("type", List.of("function"));
            FieldReader function = entry.requiredObject("function");
            names.add(known(function, tools));
        }
        reader.reportUnread(dispositions);
        return new ToolChoice.Allowed(names, required);
    }

    private ToolChoice named(FieldReader function, List<Tool> tools) {
        return new ToolChoice.Named(known(function, tools));
    }

    /// The name in this reader, which has to be that of a tool on offer.
    private String known(FieldReader function, List<Tool> tools) {
        String name = function.requiredString("name");
        function.reportUnread(dispositions);
        if (!tools.isEmpty() && tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw Faults.value(
                    function.at("name"),
                    "there is no tool named '" + Faults.shown(name) + "' in this request.");
        }
        return name;
    }

    private @Nullable ToolChoice functionCall(@Nullable List<Tool> functions) {
        JsonValue value = body.value("function_call");
        if (value == null) {
            return null;
        }
        ToolChoice choice =
                value instanceof JsonString(String mode)
                        ? mode("function_call", mode, List.of("none", "auto"))
                        : named(
                                FieldReader.of("function_call", value),
                                functions == null ? List.of() : functions);
        if (functions == null && choice instanceof ToolChoice.Named) {
            throw Faults.value(
                    "function_call",
                    "'function_call' is only allowed when 'functions' are specified.");
        }
        return choice;
    }

    private static ToolChoice mode(String param, String mode, List<String> allowed) {
        if (!allowed.contains(mode)) {
            throw Faults.value(param, mode, allowed);
        }
        return switch (mode) {
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Required();
            default -> new ToolChoice.Auto();
        };
    }
}
