package dev.parlance.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.model.Capability;
import dev.parlance.core.model.ModelCard;
import dev.parlance.core.model.ModelId;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.engine.llama.LlamaEngine;
import dev.parlance.engine.llama.LlamaSettings;
import dev.parlance.engine.llama.ModelSource;
import dev.parlance.engine.onnx.OnnxEngine;
import dev.parlance.engine.onnx.OnnxSettings;
import dev.parlance.engine.scripted.Script;
import dev.parlance.engine.scripted.ScriptedEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// The support matrix in the README is what the engines' cards say; `-Dtranscripts=update` writes
/// it anew.
class SupportMatrixTest {
    private static final Path README = Path.of("../README.md");
    private static final String START = "<!-- support-matrix -->\n";
    private static final String END = "<!-- /support-matrix -->";

    @Test
    void the_readme_says_what_the_cards_say() throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf(START) + START.length();
        int end = readme.indexOf(END);
        assertThat(end).as("markers in the README").isGreaterThanOrEqualTo(start);
        String matrix = matrix();
        if ("update".equals(System.getProperty("transcripts"))) {
            Files.writeString(README, readme.substring(0, start) + matrix + readme.substring(end));
        } else {
            assertThat(readme.substring(start, end)).isEqualTo(matrix);
        }
    }

    private static String matrix() {
        ModelId builtin = new ModelId("parlance-builtin");
        Path file = Path.of("../models/builtin/parlance-builtin.gguf");
        LlamaSettings settings =
                LlamaSettings.of(
                        Path.of("target", "native"),
                        List.of(),
                        List.of(ModelSource.of(builtin, file)));
        try (LlamaEngine llama = new LlamaEngine(settings, Clock.systemUTC());
                OnnxEngine onnx =
                        new OnnxEngine(OnnxSettings.of(Path.of("target", "native", "tokenizers")));
                ScriptedEngine scripted = new ScriptedEngine(Script.echo())) {
            ModelCard real = llama.models().getFirst();
            ModelCard rehearsed = scripted.models().getFirst();
            List<List<ModelCard>> cards = List.of(List.of(real), onnx.models(), List.of(rehearsed));
            StringBuilder table =
                    new StringBuilder("| | llama | onnx | scripted |\n|---|---|---|---|\n");
            for (Capability capability : Capability.values()) {
                row(table, capability.phrase(), cards, card -> card.can(capability));
            }
            for (SamplingParameter parameter : SamplingParameter.values()) {
                row(
                        table,
                        "`" + parameter.wireName() + "`",
                        cards,
                        card -> card.sampling().contains(parameter));
            }
            return table.toString();
        }
    }

    private static void row(
            StringBuilder table,
            String what,
            List<List<ModelCard>> cards,
            Predicate<ModelCard> can) {
        table.append("| ").append(what).append(" |");
        cards.forEach(engine -> table.append(engine.stream().anyMatch(can) ? " yes |" : " – |"));
        table.append('\n');
    }
}
