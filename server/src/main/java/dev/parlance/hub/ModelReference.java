package dev.parlance.hub;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody wrote to name a model that is to be fetched.
public sealed interface ModelReference {
    /// The revision when none is named.
    String MAIN = "main";

    /// A repository of the hub.
    ///
    /// @param id `organisation/repository`
    /// @param revision a branch, tag or commit
    /// @param file a path in the repository, or `null`
    /// @param quantization such as `Q4_K_M`, or `null`; never given together with `file`
    record Repository(
            String id, String revision, @Nullable String file, @Nullable String quantization)
            implements ModelReference {
        public Repository {
            if (!ID.matcher(id).matches() || id.contains("..")) {
                throw new HubException(
                        "'" + id + "' is no repository; it reads organisation/repository.");
            }
            if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
                throw new HubException("'" + revision + "' is no revision.");
            }
            if (file != null) {
                SafePath.check(file);
            }
        }
    }

    /// A file anywhere.
    record Address(URI uri) implements ModelReference {}

    /// `organisation/repository`.
    Pattern ID = Pattern.compile("[A-Za-z0-9][\\w.-]{0,95}/[A-Za-z0-9][\\w.-]{0,95}");

    /// A branch, a tag or a commit.
    Pattern REVISION = Pattern.compile("[A-Za-z0-9][\\w./-]{0,127}");

    /// Understands `org/repo`, `org/repo:quant`, `org/repo:file.gguf`, `org/repo/file.gguf`, each
    /// with `@revision` behind the repository; the same behind `hf.co/`; a page or file of the hub
    /// by its URL; and any other URL.
    ///
    /// @param hub whose own URLs are understood as references
    /// @throws HubException with the forms there are
    static ModelReference parse(String text, HubSettings hub) {
        String trimmed = text.strip();
        String lower = trimmed.toLowerCase(Locale.ROOT);
        if (lower.startsWith("https://") || lower.startsWith("http://")) {
            return address(trimmed, hub);
        }
        for (String host : List.of("hf.co/", "huggingface.co/")) {
            if (lower.startsWith(host)) {
                return repository(trimmed.substring(host.length()), text);
            }
        }
        return repository(trimmed, text);
    }

    private static ModelReference address(String text, HubSettings hub) {
        URI uri;
        try {
            uri = new URI(text).normalize();
        } catch (URISyntaxException e) {
            throw new HubException("'" + text + "' is not a URL: " + e.getReason() + ".", e);
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new HubException(
                    "A URL to pull from names a host, and no user name or password.");
        }
        String[] parts = String.valueOf(uri.getPath()).split("/", -1);
        // "", org, repo, "resolve" or "blob", revision, file...
        if (hub.owns(uri) && (parts.length == 3 || (parts.length > 5 && isView(parts[3])))) {
            String id = parts[1] + "/" + parts[2];
            if (parts.length == 3) {
                return new Repository(id, MAIN, null, null);
            }
            String file = String.join("/", List.of(parts).subList(5, parts.length));
            return new Repository(id, parts[4], file, null);
        }
        return new Address(uri);
    }

    private static boolean isView(String part) {
        return part.equals("resolve") || part.equals("blob");
    }

    private static ModelReference repository(String reference, String asWritten) {
        String[] parts = reference.split("/", 3);
        if (parts.length < 2) {
            throw new HubException(
                    "'"
                            + asWritten
                            + "' is neither a known name nor a reference. Write org/repo,"
                            + " org/repo:Q4_K_M, org/repo/file.gguf or a URL; './parlance pull'"
                            + " alone lists the known names.");
        }
        String name = parts[1];
        String file = parts.length == 3 ? parts[2] : null;
        String tag = null;
        int colon = name.indexOf(':');
        if (colon >= 0 && file == null) {
            tag = name.substring(colon + 1);
            name = name.substring(0, colon);
        } else if (colon >= 0) {
            // org/repo:folder/file.gguf
            file = name.substring(colon + 1) + "/" + file;
            name = name.substring(0, colon);
        }
        String revision = MAIN;
        int at = name.indexOf('@');
        if (at >= 0) {
            revision = name.substring(at + 1);
            name = name.substring(0, at);
        }
        if (tag != null && tag.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            file = tag;
            tag = null;
        }
        return new Repository(parts[0] + "/" + name, revision, file, tag);
    }
}
