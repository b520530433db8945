package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where configuration is looked for, and what drivers are opened with.
 *
 * @param directory the working directory; the empty path is the process's own
 * @param systemFolder the machine's own settings: {@code /etc}
 * @param trustsDirectory whether {@code ./wg-mesh.toml} and {@code ./zones} count; a node's own
 *     commands read neither
 * @param isRoot whether the process runs as root, which must not believe other users' files
 */
public record ConfigContext(
        Path directory,
        Path systemFolder,
        boolean trustsDirectory,
        boolean isRoot,
        Map<String, String> environment,
        DriverContext drivers,
        ConfigListener listener) {
    public ConfigContext {
        environment = Map.copyOf(environment);
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
