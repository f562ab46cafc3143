package dev.parlance.config.textgen;

import dev.parlance.config.ConfigException;
import dev.parlance.config.Origin;
import dev.parlance.config.Sources;
import dev.parlance.config.textgen.Findings.Rank;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags that say together where the server listens.
final class ListenerFlags {
    private static final String FIRST = "listeners[0].";

    private final Merged flags;
    private final Sources sources;
    private final Findings findings;
    private int listeners = 1;

    ListenerFlags(Merged flags, Sources sources, Findings findings) {
        this.flags = flags;
        this.sources = sources;
        this.findings = findings;
    }

    /// Who asked for something, and how strongly.
    private record Wish(Rank rank, Origin origin) {}

    /// Hands over hosts, and the listeners that come with them.
    ///
    /// @throws ConfigException when nothing is left to listen on
    void read() {
        Optional<Wish> six = wish("--api-enable-ipv6", "OPENEDAI_ENABLE_IPV6");
        Optional<Wish> notFour = wish("--api-disable-ipv4", "OPENEDAI_DISABLE_IPV4");
        if (notFour.isPresent() && six.isEmpty()) {
            throw new ConfigException(
                    notFour.get().origin().phrase()
                            + " leaves nothing to listen on without --api-enable-ipv6.");
        }
        Optional<Said> listen = flags.find("--listen");
        Optional<Said> host = flags.find("--listen-host");
        if (listen.isPresent()) {
            everywhere(listen.get(), host, six.isPresent() ? "::" : "0.0.0.0");
        } else {
            host.ifPresent(_ -> findings.notice("--listen-host has no effect without --listen."));
            notFour.ifPresent(
                    wish -> findings.put(wish.rank(), FIRST + "host", "::1", wish.origin()));
            if (notFour.isEmpty()) {
                six.ifPresent(wish -> another(wish, "::1", port(), true));
            }
        }
        pages();
    }

    private void everywhere(Said listen, Optional<Said> host, String usual) {
        Said decisive = host.filter(said -> said.typed() || !listen.typed()).orElse(listen);
        String value = host.map(Said::value).orElse(usual);
        findings.put(Rank.of(decisive), FIRST + "host", value, decisive.origin());
    }

    private Optional<Wish> wish(String flag, String variable) {
        Map<String, String> environment = sources.platform().environment();
        if (!environment.getOrDefault(variable, "").isEmpty()) {
            return Optional.of(new Wish(Rank.VARIABLE, new Origin.Environment(variable)));
        }
        return flags.find(flag).map(said -> new Wish(Rank.of(said), said.origin()));
    }

    /// The port of its pages: ours are on every port, so that one more does.
    private void pages() {
        Optional<Said> port = flags.find("--listen-port");
        if (port.isEmpty() || flags.has("--nowebui") || port.get().value().equals(port())) {
            return;
        }
        String host = findings.strongest(FIRST + "host").orElse("127.0.0.1");
        Wish wish = new Wish(Rank.of(port.get()), port.get().origin());
        another(wish, host, port.get().value(), false);
    }

    /// One more listener with the first one's certificate.
    private void another(Wish wish, String host, String port, boolean profile) {
        String at = "listeners[" + listeners++ + "].";
        findings.put(wish.rank(), at + "host", host, wish.origin());
        findings.put(wish.rank(), at + "port", port, wish.origin());
        for (String name : List.of("tls.key-file", "tls.certificate-file", "profile")) {
            if (profile || !name.equals("profile")) {
                findings.strongest(FIRST + name)
                        .ifPresent(value ->
                                findings.put(wish.rank(), at + name, value, wish.origin()));
            }
        }
    }

    /// The port that the first listener will have, as far as our file does not say.
    private String port() {
        Map<String, String> environment = sources.platform().environment();
        String path = FIRST + "port";
        return findings.value(Rank.VARIABLE, path)
                .or(() -> Optional.ofNullable(sources.flags().get("--port")))
                .or(() -> findings.value(Rank.FLAG, path))
                .or(() -> Optional.ofNullable(environment.get("PARLANCE_PORT")))
                .or(() -> findings.value(Rank.FILE, path))
                .or(() -> findings.value(Rank.USUAL, path))
                .orElse(String.valueOf(sources.platform().port()));
    }
}
