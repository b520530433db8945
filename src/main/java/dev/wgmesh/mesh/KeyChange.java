package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import java.time.Instant;

/**
 * A key of a member that DNS changed without a {@code next-key} before.
 *
 * @param trusted the key before the change, or the one that {@code wg-mesh trust} confirmed
 * @param published the key in DNS when it was last read
 * @param since time of the first read of {@code published}
 */
public record KeyChange(HostName host, PublicKey trusted, PublicKey published, Instant since) {
    /** Returns whether the published key is the trusted one. */
    public boolean isTrusted() {
        return trusted.equals(published);
    }

    /** Returns the change with the published key as the trusted one. */
    public KeyChange confirmed() {
        return new KeyChange(host, published, published, since);
    }
}
