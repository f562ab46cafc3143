import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// How near are two texts? Embed both and compare.
void main() throws Exception {
    String url = System.getenv().getOrDefault("PARLANCE_URL", "http://127.0.0.1:5000");
    String key = System.getenv().getOrDefault("PARLANCE_API_KEY", "sk-parlance-dev");
    String model = System.getenv().getOrDefault("PARLANCE_MODEL", "default");

    String body =
            """
            {"model": "%s", "input": ["a red apple", "a green apple"]}
            """
                    .formatted(model);
    var request =
            HttpRequest.newBuilder(URI.create(url + "/v1/embeddings"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body))
                    .build();
    try (var client = HttpClient.newHttpClient()) {
        String reply = client.send(request, BodyHandlers.ofString()).body();
        // Good enough to find the vectors; a program would use a JSON library here.
        List<double[]> vectors =
                Pattern.compile("\"embedding\":\\s*\\[([^]]+)]")
                        .matcher(reply)
                        .results()
                        .map(match ->
                                Arrays.stream(match.group(1).split(","))
                                        .mapToDouble(Double::parseDouble)
                                        .toArray())
                        .toList();
        double cosine = 0;
        for (int i = 0; i < vectors.getFirst().length; i++) {
            cosine += vectors.getFirst()[i] * vectors.getLast()[i];
        }
        IO.println("dimensions: " + vectors.getFirst().length);
        IO.println("cosine: " + Math.round(cosine * 100) / 100.0);
    }
}
