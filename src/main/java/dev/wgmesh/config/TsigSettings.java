package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How messages to a server are signed.
 *
 * @param keyFile the file of the TSIG key; empty: they are not signed
 * @param allowWeak whether hmac-md5 and hmac-sha1 will do
 */
public record TsigSettings(Optional<Path> keyFile, boolean allowWeak) {
    /** Not at all. */
    public static final TsigSettings NONE = new TsigSettings(Optional.empty(), false);

    TsigSettings in(Path directory) {
        return new TsigSettings(keyFile.map(directory::resolve), allowWeak);
    }
}
