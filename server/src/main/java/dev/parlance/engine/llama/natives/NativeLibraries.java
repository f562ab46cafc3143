package dev.parlance.engine.llama.natives;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The native libraries of one data folder: what is installed, what is used, and how more comes.
/// Thread-safe, also between processes.
public final class NativeLibraries {
    private static final Duration PATIENT = Duration.ofMinutes(30);
    private static final Duration BRIEF = Duration.ofMinutes(2);
    private static final Duration DISCOURAGED = Duration.ofHours(6);
    private static final String USUAL = "cpu";
    private static final String FAILURE = ".last-failure";

    private final Path folder;
    private final List<NativeBuild> builds;
    private final InstalledBuilds installed;
    private final NativeInstaller installer;
    private final Clock clock;

    NativeLibraries(Path folder, List<NativeBuild> builds, Optional<NpmClient> npm, Clock clock) {
        this.folder = folder;
        this.builds = List.copyOf(builds);
        this.installed = new InstalledBuilds(folder);
        this.installer = new NativeInstaller(installed, npm);
        this.clock = clock;
    }

    /// Those in this folder, for this platform, fetched with the npm on the search path.
    public static NativeLibraries in(Path folder) {
        return new NativeLibraries(
                folder, NativeBuilds.forThisPlatform(), NpmClient.find(), Clock.systemUTC());
    }

    /// The best library there is: an installed build, else the one that comes along. A build that
    /// was changed is not used, and `notice` is told.
    public LibraryChoice best(Consumer<String> notice) {
        for (NativeBuild build : builds) {
            if (installed.isPresent(build)) {
                Optional<String> flaw = installed.flaw(build);
                if (flaw.isEmpty()) {
                    return new LibraryChoice(
                            installed.place(build), false, build.title() + ", installed");
                }
                notice.accept(
                        build.title()
                                + " is installed, but not used: "
                                + flaw.get()
                                + ". Repair it with: ./parlance engine install --variant "
                                + build.variant());
            }
        }
        return LibraryChoice.MAVEN;
    }

    /// Installs this variant, with all the time it needs.
    ///
    /// @return its folder
    /// @throws InstallException when that is not possible
    public Path install(String variant, Consumer<String> say) throws InterruptedException {
        return installer.install(known(variant), PATIENT, say);
    }

    /// Installs the usual build if none is there and npm is, briefly. When that fails, says so, and
    /// does not try again for some hours.
    public void prepare(Consumer<String> say) throws InterruptedException {
        Optional<NativeBuild> usual = NativeBuilds.variant(builds, USUAL);
        if (usual.isEmpty()
                || !installer.hasNpm()
                || builds.stream().anyMatch(installed::isPresent)
                || discouraged()) {
            return;
        }
        try {
            installer.install(usual.get(), BRIEF, say);
            say.accept("Installed. (--natives maven starts without it.)");
        } catch (InstallException e) {
            say.accept(e.getMessage() + " Starting with the library that comes along.");
            discourage();
        }
    }

    /// Removes this variant.
    ///
    /// @return false when it was not installed
    public boolean remove(String variant) {
        NativeBuild build = known(variant);
        try {
            return installed.remove(build);
        } catch (IOException e) {
            throw new InstallException(build.title() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /// One line for each library that could be used here.
    ///
    /// @param used the one that is
    public List<String> describe(LibraryChoice used) {
        List<String> lines = new ArrayList<>();
        Path place = used.place();
        boolean listed = place == null;
        for (NativeBuild build : builds) {
            boolean here = installed.place(build).equals(place);
            listed |= here;
            lines.add(line(here, build.title(), state(build)));
        }
        lines.add(line(place == null, "llama.cpp b4916", "comes along"));
        if (!listed) {
            lines.add(line(true, "your own", String.valueOf(place)));
        }
        return lines;
    }

    private String state(NativeBuild build) {
        if (!installed.isPresent(build)) {
            return "not installed; %d MB with: ./parlance engine install%s"
                    .formatted(
                            build.packageMegabytes(),
                            build.variant().equals(USUAL) ? "" : " --variant " + build.variant());
        }
        return installed
                .flaw(build)
                .map(flaw -> "installed, but " + flaw)
                .orElse("installed in " + installed.place(build));
    }

    private static String line(boolean used, String title, String state) {
        return (used ? "* " : "  ") + title + ": " + state;
    }

    private NativeBuild known(String variant) {
        return NativeBuilds.variant(builds, variant)
                .orElseThrow(() ->
                        new InstallException(
                                builds.isEmpty()
                                        ? "There is no build to install for this platform; the"
                                                + " library that comes along is used."
                                        : "There is no variant '"
                                                + variant
                                                + "' for this platform; there are: "
                                                + builds.stream()
                                                        .map(NativeBuild::variant)
                                                        .sorted()
                                                        .collect(Collectors.joining(", "))));
    }

    private boolean discouraged() {
        try {
            Path failure = folder.resolve(FAILURE);
            Instant since = clock.instant().minus(DISCOURAGED);
            return Files.exists(failure)
                    && Files.getLastModifiedTime(failure).toInstant().isAfter(since);
        } catch (IOException _) {
            return false;
        }
    }

    private void discourage() {
        try {
            installed.createPrivate();
            Files.writeString(folder.resolve(FAILURE), clock.instant().toString());
        } catch (IOException _) {
            // The next start tries again then.
        }
    }
}
