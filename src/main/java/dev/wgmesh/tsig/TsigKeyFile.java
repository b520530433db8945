package dev.wgmesh.tsig;

import dev.wgmesh.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that holds one TSIG key.
 *
 * @param key what it holds
 * @param warnings that others may read it
 */
public record TsigKeyFile(TsigKey key, List<Problem> warnings) {
    /** Copies. */
    public TsigKeyFile {
        warnings = List.copyOf(warnings);
    }

    /**
     * The key in the file.
     *
     * @param allowWeak whether hmac-md5 and hmac-sha1 may be used
     * @throws dev.wgmesh.problem.Failure INPUT where it holds none, or a weak one, UNREADABLE where
     *     it cannot be read
     */
    public static TsigKeyFile read(Path file, boolean allowWeak) {
        throw new IllegalStateException(file + " " + allowWeak);
    }
}
