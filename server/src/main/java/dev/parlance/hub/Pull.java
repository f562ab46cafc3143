package dev.parlance.hub;

import dev.parlance.hub.ModelReference.Address;
import dev.parlance.hub.ModelReference.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings models from a hub, or from any address, into a models folder.
///
/// A file gets its name only when it is whole and its hash is right; what was interrupted goes on
/// the next time. For one thread; closing it ends its connections.
public final class Pull implements AutoCloseable {
    private final Path folder;
    private final HubSettings settings;
    private final DiskSpace space;
    private final Pause pause;
    private final Clock clock;
    private final HubHttp http;
    private final HubClient hub;

    /// Pulls into this folder.
    ///
    /// @param pause how time passes between attempts
    public Pull(Path folder, HubSettings settings, DiskSpace space, Pause pause, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.space = space;
        this.pause = pause;
        this.clock = clock;
        this.http = new HubHttp(settings);
        this.hub = new HubClient(settings, http);
    }

    /// A model that is here now.
    ///
    /// @param id its id for callers: the path in the models folder without `.gguf`
    /// @param firstFile the file, or the first of its parts
    /// @param fresh false when it was here before
    public record Pulled(String id, Path firstFile, Provenance provenance, boolean fresh) {}

    /// The models of a repository that could be pulled, each by its first file's path, with its
    /// size in bytes over all parts, -1 when not known.
    public record Offer(String file, @Nullable String quantization, long size) {}

    /// What a repository offers.
    public List<Offer> offers(Repository wanted, PullProgress progress) {
        HubRepository repository = hub.list(wanted, patience(progress));
        return FileChoice.models(repository).entrySet().stream()
                .map(model ->
                        new Offer(
                                model.getKey(),
                                Quantization.of(model.getKey()).orElse(null),
                                size(model.getValue())))
                .toList();
    }

    /// Brings a model here.
    ///
    /// @param asked how the person named it, for the record
    /// @param sha256 that the file must have, for an address; `null` to take what its server says
    /// @throws HubException when it cannot be had
    public Pulled run(
            String asked,
            ModelReference reference,
            @Nullable String sha256,
            PullProgress progress) {
        return switch (reference) {
            case Repository repository -> fromHub(asked, repository, progress);
            case Address(URI uri) -> fromAddress(asked, uri, sha256, progress);
        };
    }

    private Pulled fromHub(String asked, Repository wanted, PullProgress progress) {
        HubRepository repository = hub.list(wanted, patience(progress));
        List<HubFile> files = FileChoice.of(repository, wanted);
        Path home = folder.resolve(repository.id());
        Path first = home.resolve(files.getFirst().path());
        Optional<Provenance> known = here(home, files);
        if (known.isPresent()) {
            return new Pulled(id(first), first, known.get(), false);
        }
        requireSpace(size(files), home, files);
        List<Provenance.Part> parts = new ArrayList<>();
        for (HubFile file : files) {
            progress.file(file.path(), parts.size() + 1, files.size());
            Path target = home.resolve(file.path());
            URI address = hub.file(repository.id(), repository.commit(), file.path());
            parts.add(fetch(address, target, file.size(), file.sha256(), progress));
        }
        Provenance provenance =
                new Provenance(
                        asked,
                        settings.at("/" + repository.id()).toString(),
                        repository.id(),
                        repository.commit(),
                        repository.licence(),
                        clock.instant(),
                        parts);
        return record(first, provenance);
    }

    private Pulled fromAddress(
            String asked, URI uri, @Nullable String sha256, PullProgress progress) {
        String path = String.valueOf(uri.getPath());
        String name = SafePath.check(path.substring(path.lastIndexOf('/') + 1));
        if (!name.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            throw new HubException("The URL does not end with a .gguf file: '" + name + "'.");
        }
        if (sha256 != null && !HubFile.isSha256(sha256)) {
            throw new HubException("--sha256 takes 64 lower-case hex digits.");
        }
        Path first = folder.resolve(SafePath.check(uri.getHost())).resolve(name);
        progress.file(name, 1, 1);
        Provenance.Part part = fetch(uri, first, -1, sha256, progress);
        // A query may hold a signature, which is a credential.
        String source = uri.toString().replaceFirst("[?#].*", "");
        Provenance provenance =
                new Provenance(
                        asked.replaceFirst("[?#].*", ""),
                        source,
                        null,
                        null,
                        null,
                        clock.instant(),
                        List.of(part));
        return record(first, provenance);
    }

    private Provenance.Part fetch(
            URI address, Path target, long size, @Nullable String sha256, PullProgress progress) {
        Download download = new Download(http, settings, hub, space, progress, patience(progress));
        Download.Result result = download.run(address, target, size, sha256);
        if (!result.checked()) {
            progress.notice(
                    "nobody says what the hash of "
                            + target.getFileName()
                            + " must be; it came as "
                            + result.sha256());
        }
        return new Provenance.Part(
                String.valueOf(target.getFileName()),
                result.size(),
                result.sha256(),
                result.checked());
    }

    private Pulled record(Path first, Provenance provenance) {
        try {
            provenance.write(first);
        } catch (IOException e) {
            throw new HubException("The record of " + first + " cannot be written: " + e, e);
        }
        return new Pulled(id(first), first, provenance, true);
    }

    /// The provenance of these files if all of them are here as the hub has them now.
    private static Optional<Provenance> here(Path home, List<HubFile> files) {
        Optional<Provenance> known = Provenance.of(home.resolve(files.getFirst().path()));
        if (known.isEmpty() || known.get().files().size() != files.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < files.size(); i++) {
            HubFile file = files.get(i);
            Provenance.Part part = known.get().files().get(i);
            try {
                if (!part.sha256().equals(file.sha256())
                        || Files.size(home.resolve(file.path())) != part.size()) {
                    return Optional.empty();
                }
            } catch (IOException _) {
                return Optional.empty();
            }
        }
        return known;
    }

    private void requireSpace(long size, Path home, List<HubFile> files) {
        long present = 0;
        for (HubFile file : files) {
            Path target = home.resolve(file.path());
            try {
                present += Files.size(target.resolveSibling(target.getFileName() + ".part"));
            } catch (IOException _) {
                // Nothing of it is here.
            }
        }
        try {
            space.require(Math.max(0, size - present));
        } catch (IOException e) {
            throw new HubException("The disk of " + home + " cannot be asked for its room.", e);
        }
    }

    private static long size(List<HubFile> files) {
        long sum = 0;
        for (HubFile file : files) {
            if (file.size() < 0) {
                return -1;
            }
            sum = Math.addExact(sum, file.size());
        }
        return sum;
    }

    private String id(Path first) {
        return ModelStore.id(folder, first);
    }

    private Patience patience(PullProgress progress) {
        return new Patience(settings, pause, progress);
    }

    @Override
    public void close() {
        http.close();
    }
}
