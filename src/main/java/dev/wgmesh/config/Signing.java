package dev.wgmesh.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How messages to a server are signed.
 *
 * @param keyFile the file of the TSIG key; empty: they are not signed
 * @param allowWeak whether hmac-md5 and hmac-sha1 will do
 */
public record Signing(Optional<Path> keyFile, boolean allowWeak) {
    /** Not at all. */
    public static final Signing NONE = new Signing(Optional.empty(), false);

    Signing in(Path directory) {
        return new Signing(keyFile.map(directory::resolve), allowWeak);
    }
}
