package dev.parlance.cli;

import dev.parlance.config.Config;
import dev.parlance.config.Secret;
import dev.parlance.hub.Bytes;
import dev.parlance.hub.DiskSpace;
import dev.parlance.hub.FriendlyName;
import dev.parlance.hub.HubException;
import dev.parlance.hub.HubSettings;
import dev.parlance.hub.ModelReference;
import dev.parlance.hub.ModelReference.Repository;
import dev.parlance.hub.Pull;
import dev.parlance.hub.Pull.Offer;
import dev.parlance.hub.Pull.Pulled;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `pull`: brings a model into the models folder.
@Command(
        mixinStandardHelpOptions = true,
        description = {
            "Bring a model here, from a hub or a URL.",
            "MODEL is a known name (./parlance pull lists them), org/repo, org/repo:Q4_K_M,"
                    + " org/repo/file.gguf, each with @revision behind the repository, or a URL."
        })
final class PullCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "What to pull.")
    private @Nullable String model;

    @Option(
            names = "--hub",
            paramLabel = "URL",
            description = "Another hub than the configured one (hub.endpoint).")
    private @Nullable String hub;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds the hub's token; a token itself is never an argument.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--token-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the hub's token.")
    private @Nullable String tokenVariable;

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description = "What the file of a URL must have as its hash.")
    private @Nullable String sha256;

    @Option(names = "--offers", description = "Only list what the repository has.")
    private boolean offers;

    PullCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Config config = ServerFlags.load(Objects.requireNonNull(spec));
        String asked = model;
        if (asked == null) {
            names();
            return 0;
        }
        HubSettings settings = settings(config);
        String meant = FriendlyName.of(asked).map(FriendlyName::reference).orElse(asked);
        ModelReference reference = ModelReference.parse(meant, settings);
        if (sha256 != null && reference instanceof Repository) {
            throw new HubException(
                    "--sha256 is for URLs; the hub says itself what its files' hashes are.");
        }
        Path folder = config.models().folders().getFirst();
        PullBar bar = new PullBar(terminal, System::nanoTime);
        try (Pull pull =
                new Pull(
                        folder, settings, DiskSpace.of(folder), Thread::sleep, Clock.systemUTC())) {
            if (offers) {
                list(pull, reference, bar);
            } else {
                report(pull.run(asked, reference, sha256, bar));
            }
        }
        return 0;
    }

    private void names() {
        terminal.out()
                .println(
                        "Known names (any other model of the hub works as org/repo:quantization):");
        terminal.out().println();
        for (FriendlyName name : FriendlyName.all()) {
            terminal.out()
                    .printf(
                            "  %-20s %-7s %-11s %s%n",
                            name.name(), name.use(), name.licence(), name.reference());
        }
    }

    private HubSettings settings(Config config) {
        String address = hub == null ? config.hub().endpoint() : hub;
        try {
            return HubSettings.of(new URI(address), token(config.hub().token()));
        } catch (URISyntaxException e) {
            throw new HubException("The hub's address '" + address + "' is not one.", e);
        }
    }

    private @Nullable String token(@Nullable Secret configured) {
        Path file = tokenFile;
        if (file != null) {
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new HubException("The token file " + file + " cannot be read.", e);
            }
        }
        if (tokenVariable != null) {
            String token = System.getenv(tokenVariable);
            if (token == null || token.isBlank()) {
                throw new HubException("The variable " + tokenVariable + " holds no token.");
            }
            return token.strip();
        }
        return configured == null ? null : configured.reveal();
    }

    private void list(Pull pull, ModelReference reference, PullBar bar) {
        if (!(reference instanceof Repository repository)) {
            throw new HubException("--offers is for repositories.");
        }
        List<Offer> found = pull.offers(repository, bar);
        for (Offer offer : found) {
            String size = offer.size() < 0 ? "?" : Bytes.text(offer.size());
            String label = offer.quantization() == null ? "" : offer.quantization();
            terminal.out().printf("%9s  %-8s %s%n", size, label, offer.file());
        }
        if (found.isEmpty()) {
            terminal.err().println("The repository has no .gguf file.");
        }
    }

    private void report(Pulled pulled) {
        terminal.out().println(pulled.id());
        String licence = pulled.provenance().licence();
        terminal.err()
                .println(
                        (pulled.fresh() ? "Here: " : "Already here: ")
                                + pulled.firstFile()
                                + (licence == null ? "" : " (licence: " + licence + ")"));
        terminal.err().println("Serve it: ./parlance serve --model " + pulled.id());
    }
}
