package dev.parlance.conformance;

import static dev.parlance.conformance.Server.ask;
import static dev.parlance.conformance.Server.rehearse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.RequestOptions;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
    private static <E extends OpenAIServiceException> E failure(
            Class<E> type, OpenAIClient client, ChatCompletionCreateParams.Builder params) {
        return catchThrowableOfType(type, () -> client.chat().completions().create(params.build()));
    }

    @Test
    void names_an_unknown_model() {
        NotFoundException problem =
                failure(
                        NotFoundException.class,
                        Server.real(),
                        ask("Hello").model("no-such-model"));
        assertThat(problem.code()).contains("model_not_found");
    }

    @Test
    void names_the_field_that_is_wrong() {
        BadRequestException problem =
                failure(BadRequestException.class, Server.real(), ask("Hello").temperature(-1));
        assertThat(problem.param()).contains("temperature");
        assertThat(problem.type()).contains("invalid_request_error");
    }

    @Test
    void names_the_field_of_the_wrong_type() {
        BadRequestException problem =
                failure(
                        BadRequestException.class,
                        Server.real(),
                        ask("Hello")
                                .putAdditionalBodyProperty("temperature", JsonValue.from("hot")));
        assertThat(problem.param()).contains("temperature");
    }

    @Test
    void says_how_long_an_input_may_be() {
        BadRequestException problem =
                failure(BadRequestException.class, Server.real(), ask("word ".repeat(200_000)));
        assertThat(problem.code()).contains("context_length_exceeded");
    }

    @Test
    void refuses_a_wrong_key() {
        OpenAIClient client = Server.scripted().withOptions(options -> options.apiKey("wrong"));
        UnauthorizedException problem =
                failure(UnauthorizedException.class, client, rehearse("Say hello."));
        assertThat(problem.code()).contains("invalid_api_key");
    }

    @Test
    void passes_a_rate_limit_on() {
        RateLimitException problem =
                failure(
                        RateLimitException.class,
                        Server.scripted(),
                        rehearse("Fail with a rate limit."));
        assertThat(problem.headers().values("retry-after")).containsExactly("7");
        assertThat(problem.code()).contains("rate_limit_exceeded");
    }

    @Test
    void client_waits_as_told_and_tries_again() {
        OpenAIClient client = Server.scripted().withOptions(options -> options.maxRetries(2));
        long start = System.nanoTime();
        var answer = client.chat().completions().create(rehearse("Fail once for Java.").build());
        assertThat(answer.choices().get(0).message().content()).contains("Better now.");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Fail with a server error.", "503 Fail with an overload."})
    void passes_server_errors_on(String statusAndText) {
        InternalServerException problem =
                failure(
                        InternalServerException.class,
                        Server.scripted(),
                        rehearse(statusAndText.substring(4)));
        assertThat(problem.statusCode()).isEqualTo(Integer.parseInt(statusAndText.substring(0, 3)));
    }

    @Test
    void fails_before_the_stream_with_a_status() {
        OpenAIClient client = Server.scripted();
        catchThrowableOfType(
                RateLimitException.class,
                () -> Server.chunks(client, rehearse("Fail with a rate limit.")));
    }

    @Test
    void fails_within_the_stream_with_an_error() {
        OpenAIClient client = Server.scripted();
        List<String> said = new ArrayList<>();
        SseException problem =
                catchThrowableOfType(
                        SseException.class,
                        () -> {
                            try (var response =
                                    client.chat()
                                            .completions()
                                            .createStreaming(
                                                    rehearse("Break off after five tokens.")
                                                            .build())) {
                                response.stream()
                                        .flatMap(chunk -> chunk.choices().stream())
                                        .forEach(c -> c.delta().content().ifPresent(said::add));
                            }
                        });
        assertThat(problem).isNotNull();
        assertThat(said).isNotEmpty();
    }

    @Test
    void client_gives_up_on_a_slow_start() {
        OpenAIClient client = Server.scripted();
        RequestOptions hasty = RequestOptions.builder().timeout(Duration.ofMillis(500)).build();
        OpenAIIoException problem =
                catchThrowableOfType(
                        OpenAIIoException.class,
                        () ->
                                client.chat()
                                        .completions()
                                        .create(rehearse("Start slowly.").build(), hasty));
        assertThat(problem).isNotNull();
    }
}
