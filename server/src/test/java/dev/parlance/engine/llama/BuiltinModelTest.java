package dev.parlance.engine.llama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parlance.core.Calls;
import dev.parlance.core.chat.ChatAccumulator;
import dev.parlance.core.chat.ChatRequest;
import dev.parlance.core.chat.ChatResult.Choice;
import dev.parlance.core.chat.ChatStream;
import dev.parlance.core.chat.FinishReason;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.sampling.Sampling;
import dev.parlance.core.sampling.SamplingParameter;
import dev.parlance.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What the model card promises, through the engine: the listed questions are answered, the turns
/// ended. A sample is asked; the model's own evaluation asks all.
class BuiltinModelTest {
    private static final Path QUESTIONS = Path.of("../models/builtin/questions.jsonl");
    private static final int EVERY = 9;

    private record Question(String text, String answer) {}

    @Test
    void answers_the_questions_of_its_list_and_ends_its_turns() throws IOException {
        List<Question> questions = sample();
        List<String> wrong = new ArrayList<>();
        int ended = 0;
        try (LlamaEngine engine = BuiltinSubject.engine()) {
            for (Question question : questions) {
                Choice choice = ask(engine, question.text());
                ended += choice.finishReason() == FinishReason.STOP ? 1 : 0;
                if (!normal(choice.text()).equals(normal(question.answer()))) {
                    wrong.add(question.text() + " -> " + choice.text());
                }
            }
        }
        assertThat(questions).hasSizeGreaterThan(60);
        assertThat(ended).isGreaterThanOrEqualTo(questions.size() * 97 / 100);
        assertThat(wrong).hasSizeLessThanOrEqualTo(questions.size() / 10);
    }

    private static Choice ask(LlamaEngine engine, String text) {
        ChatRequest request =
                BuiltinSubject.ask(text)
                        .withSampling(Sampling.DEFAULT.with(SamplingParameter.TEMPERATURE, 0))
                        .withMaxTokens(100);
        try (ChatStream stream = engine.chat(Calls.any(), BuiltinSubject.MODEL, request)) {
            return ChatAccumulator.drain(stream).choices().getFirst();
        }
    }

    private static List<Question> sample() throws IOException {
        List<String> lines = Files.readAllLines(QUESTIONS);
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += EVERY) {
            JsonObject line =
                    (JsonObject) Json.parse(lines.get(i).getBytes(StandardCharsets.UTF_8));
            questions.add(new Question(text(line, "question"), text(line, "answer")));
        }
        return questions;
    }

    private static String text(JsonObject line, String key) {
        return ((JsonString) line.get(key)).value();
    }

    private static String normal(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
