import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/// The answer token by token: server-sent events, one JSON object in each.
void main() throws Exception {
    String url = System.getenv().getOrDefault("PARLANCE_URL", "http://127.0.0.1:5000");
    String key = System.getenv().getOrDefault("PARLANCE_API_KEY", "sk-parlance-dev");
    String model = System.getenv().getOrDefault("PARLANCE_MODEL", "default");

    String body =
            """
            {
              "model": "%s",
              "messages": [{"role": "user", "content": "one two three"}],
              "stream": true
            }
            """
                    .formatted(model);
    var request =
            HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
    // Good enough to show a stream; a program would use a JSON library here.
    var content = Pattern.compile("\"content\":\\s*\"([^\"]+)\"");
    try (var client = HttpClient.newHttpClient()) {
        var response = client.send(request, BodyHandlers.ofLines());
        response.body()
                .filter(line -> line.startsWith("data: {"))
                .flatMap(line -> content.matcher(line).results())
                .forEach(match -> IO.print(match.group(1)));
        IO.println();
    }
}
