package dev.parlance.dialect.openai;

import dev.parlance.core.gateway.Gateway;
import dev.parlance.http.RouteGroup;
import dev.parlance.store.prompt.PromptFiles;
import dev.parlance.transcript.Transcripts;

/// The dialect's routes for tests: our own prompts, a fixed clock.
final class Routes {
    private Routes() {}

    static RouteGroup of(Gateway gateway, Stamps stamps) {
        Prompts prompts = new Prompts(PromptFiles.bundled(), false, Transcripts.CLOCK);
        return OpenAiDialect.routes(gateway, stamps, prompts);
    }
}
