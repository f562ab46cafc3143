package dev.parlance.engine.scripted;

import dev.parlance.core.chat.ChatMessage;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.Role;
import dev.parlance.core.engine.EngineSubject;
import dev.parlance.core.model.ModelId;
import java.util.List;

/// The rehearsal engine as the contracts see it: an echo that stalls on demand, and a bare model.
final class EchoSubject {
    private static final String SCRIPT =
            """
            models:
              - id: scripted
              - id: bare
                capabilities: [chat]
            rules:
              - when: {user: stall}
                reply: {text: "one two three", fault: {stall-after: 1}}
            """;

    private static final String LONG =
            "It was the best of times, it was the worst of times, it was the age of wisdom, it"
                    + " was the age of foolishness, it was the epoch of belief, it was the epoch"
                    + " of incredulity, it was the season of light, it was the season of darkness.";

    private EchoSubject() {}

    static EngineSubject full() {
        return subject(new ModelId("scripted"));
    }

    static EngineSubject bare() {
        return subject(new ModelId("bare"));
    }

    private static EngineSubject subject(ModelId model) {
        return new EngineSubject(
                () -> new ScriptedEngine(Script.parse(SCRIPT)),
                model,
                ask(model, "Hello!"),
                ask(model, LONG),
                ask(model, "stall"));
    }

    private static ChatRequest ask(ModelId model, String text) {
        return ChatRequest.of(model, List.of(ChatMessage.of(Role.USER, text)));
    }
}
