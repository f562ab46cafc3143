import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Errors are JSON with a status; a limited server says when to come back.
void main() throws Exception {
    String model = System.getenv().getOrDefault("PARLANCE_MODEL", "default");
    try (var client = HttpClient.newHttpClient()) {
        var missing = ask(client, "no-such-model", "hi");
        IO.println(missing.statusCode() + " " + missing.body());

        var response = ask(client, model, "retry");
        for (int attempt = 1; attempt < 3 && response.statusCode() == 429; attempt++) {
            long wait = response.headers().firstValueAsLong("Retry-After").orElse(1);
            IO.println("limited; again in " + wait + " s");
            Thread.sleep(Duration.ofSeconds(wait));
            response = ask(client, model, "retry");
        }
        IO.println(response.statusCode() + " " + response.body());
    }
}

HttpResponse<String> ask(HttpClient client, String model, String text) throws Exception {
    String url = System.getenv().getOrDefault("PARLANCE_URL", "http://127.0.0.1:5000");
    String key = System.getenv().getOrDefault("PARLANCE_API_KEY", "sk-parlance-dev");
    String body =
            """
            {"model": "%s", "messages": [{"role": "user", "content": "%s"}]}
            """
                    .formatted(model, text);
    var request =
            HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofMinutes(1))
                    .POST(BodyPublishers.ofString(body))
                    .build();
    return client.send(request, BodyHandlers.ofString());
}
