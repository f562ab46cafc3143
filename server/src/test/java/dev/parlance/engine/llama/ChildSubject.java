package dev.parlance.engine.llama;

import dev.parlance.core.engine.EngineSubject;
import dev.parlance.core.model.KeepAlive;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/// The built-in model in a process of its own, as the contracts see it.
final class ChildSubject {
    private ChildSubject() {}

    static EngineSubject subject() {
        EngineSubject builtin = BuiltinSubject.subject();
        return new EngineSubject(
                ChildSubject::engine,
                builtin.model(),
                builtin.shortChat(),
                builtin.longChat(),
                builtin.stallingChat());
    }

    static LlamaEngine engine() {
        return new LlamaEngine(
                BuiltinSubject.settings().withLife(processes(LifeSettings.USUAL)),
                Clock.systemUTC());
    }

    static LifeSettings processes(LifeSettings life) {
        return life.withProcesses(Isolation.PROCESS, command());
    }

    static LifeSettings forever() {
        return processes(new LifeSettings(0, KeepAlive.FOREVER));
    }

    /// As the product starts one.
    static List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/dev/null",
                "-XX:+DisplayVMOutputToStderr",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.parlance.app.ModelProcess");
    }
}
