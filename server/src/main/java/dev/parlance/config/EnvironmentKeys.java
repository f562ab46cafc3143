package dev.parlance.config;

import dev.parlance.core.json.JsonValue;
import dev.parlance.wire.Nearest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the table's keys among the environment variables that start with `PARLANCE_`, and refuses
/// those that are not in the table.
final class EnvironmentKeys {
    /// What the launcher reads, and the file's name.
    private static final Set<String> NOT_KEYS =
            Set.of(
                    "PARLANCE_CONFIG",
                    "PARLANCE_JDK_SEARCH",
                    "PARLANCE_JAVA_OPTS",
                    "PARLANCE_SKIP_BUILD",
                    "PARLANCE_NO_AOT",
                    "PARLANCE_TEST_NATIVES");

    /// What Kubernetes puts into every container beside a service that is called parlance.
    private static final Pattern SERVICE_LINK =
            Pattern.compile("PARLANCE_(SERVICE_(HOST|PORT.*)|PORT_[0-9]+_(TCP|UDP).*)");

    private EnvironmentKeys() {}

    /// Hands over every key that a variable sets.
    ///
    /// @throws ConfigException for a variable that is no key
    static void read(Map<String, String> environment, Path workingFolder, Consumer<Given> found) {
        new TreeMap<>(environment)
                .forEach((name, value) -> {
                    if (name.startsWith("PARLANCE_")
                            ? !foreign(name, value)
                            : shared(name, value)) {
                        found.accept(given(name, value, workingFolder));
                    }
                });
    }

    /// True for a variable that other programs read too, such as `HF_TOKEN`; an empty one says
    /// nothing.
    private static boolean shared(String name, String value) {
        return !value.isBlank() && Keys.ALL.stream().anyMatch(key -> key.aliases().contains(name));
    }

    private static boolean foreign(String name, String value) {
        return NOT_KEYS.contains(name)
                || SERVICE_LINK.matcher(name).matches()
                || (name.equals("PARLANCE_PORT") && value.startsWith("tcp://"));
    }

    private static Given given(String name, String value, Path workingFolder) {
        Origin origin = new Origin.Environment(name);
        JsonValue raw = JsonValue.of(value);
        for (Key key : Keys.ALL) {
            if (key.aliases().contains(name)) {
                return new Given(key, key.pathAt(0), raw, origin, workingFolder);
            }
            Pattern pattern =
                    Pattern.compile(key.environmentName().replace("_N_", "_([0-9]{1,3})_"));
            Matcher matcher = pattern.matcher(name);
            if (matcher.matches()) {
                int index = key.repeated() ? Integer.parseInt(matcher.group(1)) : 0;
                return new Given(key, key.pathAt(index), raw, origin, workingFolder);
            }
        }
        String nearest = Nearest.of(name, Keys.ALL.stream().map(Key::environmentName).toList());
        throw new ConfigException(
                "Unknown environment variable " + name + ". Did you mean " + nearest + "?");
    }
}
