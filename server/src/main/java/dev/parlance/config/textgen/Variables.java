package dev.parlance.config.textgen;

import dev.parlance.config.Origin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The environment variables of text-generation-webui's API. They win over everything, as there.
public final class Variables {
    /// What each does, in the order in which they are listed.
    public static final Map<String, FlagEffect> ALL = all();

    private static final List<String> FALSE = List.of("0", "false", "no", "off");

    private Variables() {}

    private static Map<String, FlagEffect> all() {
        Map<String, FlagEffect> all = new LinkedHashMap<>();
        all.put("OPENEDAI_PORT", new FlagEffect.Sets("listeners[0].port", null));
        all.put(
                "OPENEDAI_CERT_PATH",
                new FlagEffect.Sets("listeners[0].tls.certificate-file", null));
        all.put("OPENEDAI_KEY_PATH", new FlagEffect.Sets("listeners[0].tls.key-file", null));
        all.put("OPENEDAI_DEBUG", new FlagEffect.Sets("log.level", "debug"));
        all.put("OPENEDAI_EMBEDDING_MODEL", new FlagEffect.Sets("embeddings.model", null));
        all.put("OPENEDAI_EMBEDDING_DEVICE", new FlagEffect.Sets("embeddings.device", null));
        all.put("OPENEDAI_ENABLE_IPV6", new FlagEffect.Takes("as `--api-enable-ipv6`"));
        all.put("OPENEDAI_DISABLE_IPV4", new FlagEffect.Takes("as `--api-disable-ipv4`"));
        all.put("SD_WEBUI_URL", new FlagEffect.Nothing("there are no image models yet"));
        all.put("SD_BASE_MODEL_SIZE", new FlagEffect.Nothing("there are no image models yet"));
        return all;
    }

    /// Hands over what the variables set; empty ones are as good as unset.
    static void read(Map<String, String> environment, Findings findings) {
        ALL.forEach((name, effect) -> {
            String value = environment.getOrDefault(name, "");
            switch (effect) {
                case FlagEffect.Sets(String path, String fixed) when !value.isBlank() -> {
                    if (fixed == null || isOn(value)) {
                        findings.put(
                                Findings.Rank.VARIABLE,
                                path,
                                fixed == null ? value : fixed,
                                new Origin.Environment(name));
                    }
                }
                case FlagEffect.Nothing(String reason) when !value.isBlank() ->
                        findings.notice(name + " has no effect: " + reason + ".");
                case FlagEffect.Sets _, FlagEffect.Nothing _, FlagEffect.Takes _ -> {}
            }
        });
    }

    /// Whether a word that switches something means yes.
    static boolean isOn(String value) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return !word.isEmpty() && !FALSE.contains(word);
    }
}
