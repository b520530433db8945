package dev.wgmesh.config;

import dev.wgmesh.model.DnssecMode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What flags or a wg-mesh.toml say about DNSSEC.
 *
 * @param mode empty: nothing
 * @param anchor the file of trust anchors; empty: the keys of the root zone
 */
public record DnssecChoice(Optional<DnssecMode> mode, Optional<Path> anchor) {
    /** Nothing. */
    public static final DnssecChoice NONE = new DnssecChoice(Optional.empty(), Optional.empty());

    /** Returns the choice, each part from the other where this one says nothing. */
    public DnssecChoice over(DnssecChoice other) {
        return new DnssecChoice(mode.or(other::mode), anchor.or(other::anchor));
    }

    /** Returns the same choice, with a relative path resolved in that directory. */
    DnssecChoice in(Path directory) {
        return new DnssecChoice(mode, anchor.map(directory::resolve));
    }

    /** Returns the mode; off by default. */
    public DnssecMode effectiveMode() {
        return mode.orElse(DnssecMode.OFF);
    }
}
