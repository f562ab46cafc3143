package dev.parlance.config;

import dev.parlance.core.access.CompatProfile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One address to listen on; both files or neither.
public record ListenerConfig(
        String host,
        int port,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        CompatProfile profile) {
    public ListenerConfig {
        if ((certificateFile == null) != (keyFile == null)) {
            throw new ConfigException(
                    "The listener on port "
                            + port
                            + " needs both tls.certificate-file and tls.key-file, or neither.");
        }
    }
}
