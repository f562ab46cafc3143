package dev.parlance.hub;

import dev.parlance.core.json.JsonValue;
import dev.parlance.core.json.JsonValue.JsonArray;
import dev.parlance.core.json.JsonValue.JsonNumber;
import dev.parlance.core.json.JsonValue.JsonObject;
import dev.parlance.core.json.JsonValue.JsonString;
import dev.parlance.core.problem.ApiException;
import dev.parlance.hub.HubHttp.Answer;
import dev.parlance.hub.ModelReference.Repository;
import dev.parlance.wire.Json;
import dev.parlance.wire.JsonLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A hub's listing of its repositories.
///
/// Source: `GET /api/models/{id}/revision/{revision}?blobs=true` of the Hugging Face Hub API.
final class HubClient {
    private static final int MAX_LISTING = 32 << 20;
    private static final JsonLimits LIMITS = JsonLimits.DEFAULT;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");

    private final HubSettings settings;
    private final HubHttp http;

    HubClient(HubSettings settings, HubHttp http) {
        this.settings = settings;
        this.http = http;
    }

    /// What this repository has at the revision.
    ///
    /// @throws HubException when it is not there, not for everyone, or the hub makes no sense
    HubRepository list(Repository wanted, Patience patience) {
        URI address =
                settings.at(
                        "/api/models/"
                                + wanted.id()
                                + "/revision/"
                                + encoded(wanted.revision())
                                + "?blobs=true");
        while (true) {
            try (Answer answer = http.get(address, Map.of("Accept", "application/json"))) {
                if (answer.status() == 200) {
                    return repository(wanted, http.body(answer, MAX_LISTING));
                }
                if (!Patience.mayPass(answer.status())) {
                    throw refusal(answer.status(), wanted.id());
                }
                patience.spend(answer);
            } catch (IOException e) {
                patience.spend(e);
            }
        }
    }

    /// The address of a file at a commit.
    URI file(String id, String commit, String path) {
        StringBuilder encoded = new StringBuilder();
        for (String name : path.split("/", -1)) {
            encoded.append('/').append(encoded(name));
        }
        return settings.at("/" + id + "/resolve/" + encoded(commit) + encoded);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// What a status that will not pass means, for a person.
    HubException refusal(int status, String what) {
        String hint =
                settings.token() == null
                        ? "no token was sent"
                        : "the token that was sent does not help";
        return new HubException(
                switch (status) {
                    case 401 ->
                            "The hub does not show "
                                    + what
                                    + " (401): it does not exist or is private, and "
                                    + hint
                                    + ". Give one with hub.token, HF_TOKEN or --token-file.";
                    case 403 ->
                            "The hub does not give "
                                    + what
                                    + " (403): accept its terms on its page first, and give a token"
                                    + " that may read it ("
                                    + hint
                                    + ").";
                    case 404 -> "The hub has no " + what + " of that name and revision (404).";
                    default -> "The hub answers " + status + " for " + what + ".";
                });
    }

    private static HubRepository repository(Repository wanted, byte[] body) {
        try {
            JsonObject root = Json.parseObject(body, LIMITS);
            String commit = text(root.get("sha"));
            if (commit == null || !COMMIT.matcher(commit).matches()) {
                throw new HubException("The hub's listing of " + wanted.id() + " names no commit.");
            }
            List<HubFile> files = new ArrayList<>();
            if (root.get("siblings") instanceof JsonArray(var siblings)) {
                for (JsonValue sibling : siblings) {
                    HubFile file = file(sibling);
                    if (file != null) {
                        files.add(file);
                    }
                }
            }
            String licence =
                    root.get("cardData") instanceof JsonObject card
                            ? text(card.get("license"))
                            : null;
            return new HubRepository(wanted.id(), commit, licence, files);
        } catch (ApiException e) {
            throw new HubException(
                    "The hub's listing of "
                            + wanted.id()
                            + " is not what it should be: "
                            + e.getMessage(),
                    e);
        }
    }

    private static @Nullable HubFile file(JsonValue sibling) {
        if (!(sibling instanceof JsonObject file)) {
            return null;
        }
        String path = text(file.get("rfilename"));
        // Names that could lead elsewhere are not even listed.
        if (path == null || !SafePath.isSafe(path)) {
            return null;
        }
        long size = whole(file.get("size"));
        String sha256 = null;
        if (file.get("lfs") instanceof JsonObject lfs) {
            sha256 = text(lfs.get("sha256"));
            size = Math.max(size, whole(lfs.get("size")));
        }
        return new HubFile(path, size, sha256);
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        return value instanceof JsonString(String text) ? text : null;
    }

    private static long whole(@Nullable JsonValue value) {
        return value instanceof JsonNumber number && number.isIntegral()
                ? number.value().min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue()
                : -1;
    }
}
