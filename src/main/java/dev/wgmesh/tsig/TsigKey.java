package dev.wgmesh.tsig;

import java.time.InstantSource;
import java.time.ZoneOffset;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** A shared key that signs DNS messages (RFC 8945); its secret is never returned as text. */
public final class TsigKey {
    private final Name name;
    private final TsigAlgorithm algorithm;
    private final byte[] secret;

    /**
     * Creates a key.
     *
     * @param name absolute; the same on client and server
     */
    public TsigKey(Name name, TsigAlgorithm algorithm, byte[] secret) {
        if (!name.isAbsolute() || secret.length == 0) {
            throw new IllegalArgumentException("relative name or empty secret: " + name);
        }
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret.clone();
    }

    /** Returns the name, the same on client and server. */
    public Name name() {
        return name;
    }

    /** Returns the algorithm. */
    public TsigAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns a signer and verifier of messages that takes the time from {@code clock}. */
    public TSIG signer(InstantSource clock) {
        return new TSIG(
                algorithm.algorithm(),
                name,
                new SecretKeySpec(secret, algorithm.mac()),
                clock.withZone(ZoneOffset.UTC));
    }

    /** Returns the name and algorithm. */
    @Override
    public String toString() {
        return name.toString(true) + " (" + algorithm + ")";
    }
}
