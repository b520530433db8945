package dev.wgmesh.config;

import dev.wgmesh.model.PskMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The preshared keys that a wg-mesh.toml asks for.
 *
 * @param files {@code psk-file}: of the present secret, and of the next one; empty: none
 * @param mode {@code psk}; empty: the default
 */
public record PskSettings(List<Path> files, Optional<PskMode> mode) {
    /** No preshared keys. */
    public static final PskSettings NONE = new PskSettings(List.of(), Optional.empty());

    public PskSettings {
        files = List.copyOf(files);
    }
}
