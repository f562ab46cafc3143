package dev.parlance.engine.scripted;

import dev.parlance.core.access.Caller;
import dev.parlance.core.access.CompatProfile;
import dev.parlance.core.call.CallContext;
import dev.parlance.core.call.Deadline;
import dev.parlance.core.call.Dispositions;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.Role;
import dev.parlance.core.chat.Tool;
import dev.parlance.core.chat.ToolChoice;
import dev.parlance.core.completion.CompletionRequest;
import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.problem.ApiException;
import dev.parlance.core.problem.ApiProblem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// An engine that plays a script in virtual time, and short ways to ask it.
final class Rehearsal {
    static final ModelId MODEL = new ModelId("scripted");

    private static final JsonObject CITY =
            (JsonObject)
                    JsonValue.from(
                            Map.of(
                                    "type",
                                    "object",
                                    "properties",
                                    Map.of("city", Map.of("type", "string"))));

    final VirtualTime time = new VirtualTime();
    final ScriptedEngine engine;

    Rehearsal(String yaml) {
        this.engine = new ScriptedEngine(Script.parse(yaml), time);
    }

    static Rehearsal echo() {
        return new Rehearsal("models: []");
    }

    /// A context whose time is over in an hour of virtual time.
    CallContext context() {
        return context(Duration.ofHours(1));
    }

    CallContext context(Duration timeout) {
        return new CallContext(
                Caller.ANONYMOUS,
                "rehearsal",
                new Deadline(time.nanoTime() + timeout.toNanos()),
                CompatProfile.OPENAI,
                false,
                new Dispositions());
    }

    static ChatRequest user(String text) {
        return ChatRequest.of(MODEL, List.of(ChatMessage.of(Role.USER, text)));
    }

    /// The request with two tools, `f` and `g`, that take a city.
    static ChatRequest withTools(ChatRequest request) {
        return request.withTools(
                List.of(new Tool("f", null, CITY, false), new Tool("g", "two", CITY, false)),
                new ToolChoice.Auto(),
                null);
    }

    ChatStream open(ChatRequest request) {
        return engine.chat(context(), request.model(), request);
    }

    ChatResult chat(ChatRequest request) {
        try (ChatStream stream = open(request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    ChatResult.Choice ask(ChatRequest request) {
        return chat(request).choices().getFirst();
    }

    /// The text of the answer to this user message.
    String say(String text) {
        return ask(user(text)).text();
    }

    ChatResult complete(CompletionRequest request) {
        try (ChatStream stream = engine.complete(context(), request.model(), request)) {
            return ChatAccumulator.drain(stream);
        }
    }

    /// The problem that asking for a whole answer ends with.
    ApiProblem problem(ChatRequest request) {
        return problem(() -> chat(request));
    }

    static ApiProblem problem(Supplier<?> call) {
        try {
            throw new AssertionError("no problem but " + call.get());
        } catch (ApiException e) {
            return e.problem();
        }
    }
}
