package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the flags of a command say about where records are read and written.
 *
 * @param zones a folder of zone files, as it was named
 * @param resolvers HOST[:PORT], in the order given
 * @param emit whether records are to be printed instead of written
 */
public record SourceFlags(Optional<Path> zones, List<String> resolvers, boolean emit) {
    /** No flag was given. */
    public static final SourceFlags NONE = new SourceFlags(Optional.empty(), List.of(), false);

    /** Copies. */
    public SourceFlags {
        resolvers = List.copyOf(resolvers);
    }
}
