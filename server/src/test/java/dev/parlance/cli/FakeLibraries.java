package dev.parlance.cli;

import dev.parlance.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Native libraries that are only talked about.
final class FakeLibraries implements EngineLibraries {
    final List<String> asked = new ArrayList<>();

    @Override
    public List<String> list(Config config) {
        asked.add("list");
        return List.of("* llama.cpp 0.5.0 (cpu): installed", "  llama.cpp b4916: comes along");
    }

    @Override
    public String install(Config config, String variant, Consumer<String> say) {
        asked.add("install " + variant);
        if (variant.equals("rocm")) {
            throw new StartException("There is no variant 'rocm'.", null);
        }
        say.accept("Fetching ...");
        return "Installed.";
    }

    @Override
    public String remove(Config config, String variant) {
        asked.add("remove " + variant);
        return "Removed.";
    }

    @Override
    public void prepare(Config config, Consumer<String> say) {
        asked.add("prepare");
    }
}
