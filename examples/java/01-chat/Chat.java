import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/// One question, one answer, with nothing but the JDK: `java Chat.java`.
void main() throws Exception {
    String url = System.getenv().getOrDefault("PARLANCE_URL", "http://127.0.0.1:5000");
    String key = System.getenv().getOrDefault("PARLANCE_API_KEY", "sk-parlance-dev");
    String model = System.getenv().getOrDefault("PARLANCE_MODEL", "default");

    String body =
            """
            {"model": "%s", "messages": [{"role": "user", "content": "Hello, Parlance!"}]}
            """
                    .formatted(model);
    var request =
            HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
    try (var client = HttpClient.newHttpClient()) {
        var response = client.send(request, BodyHandlers.ofString());
        IO.println(response.statusCode());
        IO.println(response.body());
    }
}
