package dev.parlance.engine.llama.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The builds that Parlance knows, best first.
public final class NativeBuilds {
    private static final String RESOURCE = "builds.txt";
    private static final List<String> BEST_FIRST = List.of("cuda", "vulkan", "cpu");

    private NativeBuilds() {}

    /// The builds for the platform this process runs on; none where there is no build.
    public static List<NativeBuild> forThisPlatform() {
        return forPlatform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static List<NativeBuild> forPlatform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String platform =
                (os.contains("linux") ? "linux" : os.contains("mac") ? "mac" : os)
                        + "-"
                        + (osArch.equals("amd64") ? "x86_64" : osArch);
        return BEST_FIRST.stream()
                .flatMap(variant -> all().stream().filter(b -> b.variant().equals(variant)))
                .filter(build -> build.platform().equals(platform))
                .toList();
    }

    /// The build of this variant among these.
    static Optional<NativeBuild> variant(List<NativeBuild> builds, String variant) {
        return builds.stream().filter(build -> build.variant().equals(variant)).findFirst();
    }

    /// All of them.
    static List<NativeBuild> all() {
        try (InputStream in = NativeBuilds.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the list of builds is not on the class path");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The builds that this text lists, one word after the other on lines that begin with `build`
    /// or `file`.
    static List<NativeBuild> parse(String text) {
        List<NativeBuild> builds = new ArrayList<>();
        List<NativeFile> files = new ArrayList<>();
        for (String line : text.lines().toList().reversed()) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "file" ->
                        files.addFirst(
                                new NativeFile(words[3], words[1], Long.parseLong(words[2])));
                case "build" -> {
                    builds.addFirst(build(words, files));
                    files.clear();
                }
                case "#", "" -> {}
                default -> throw new IllegalStateException("a strange line: " + line);
            }
        }
        return builds;
    }

    private static NativeBuild build(String[] words, List<NativeFile> files) {
        return new NativeBuild(
                words[1],
                words[2],
                words[3],
                words[4],
                words[5],
                Long.parseLong(words[6]),
                words[7],
                files);
    }
}
