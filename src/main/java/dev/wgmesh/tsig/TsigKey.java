package dev.wgmesh.tsig;

import java.time.InstantSource;
import java.time.ZoneOffset;
import javax.crypto.spec.SecretKeySpec;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/** A shared key that signs DNS messages (RFC 8945); its secret never leaves as text. */
public final class TsigKey {
    private final Name name;
    private final TsigAlgorithm algorithm;
    private final byte[] secret;

    /**
     * A key.
     *
     * @param name absolute; both sides know the key by it
     */
    public TsigKey(Name name, TsigAlgorithm algorithm, byte[] secret) {
        if (!name.isAbsolute() || secret.length == 0) {
            throw new IllegalArgumentException("no TSIG key: " + name);
        }
        this.name = name;
        this.algorithm = algorithm;
        this.secret = secret.clone();
    }

    /** The name by which both sides know it. */
    public Name name() {
        return name;
    }

    /** How it signs. */
    public TsigAlgorithm algorithm() {
        return algorithm;
    }

    /** What signs and checks messages with it, as of the time of that clock. */
    public TSIG signer(InstantSource clock) {
        return new TSIG(
                algorithm.algorithm(),
                name,
                new SecretKeySpec(secret, algorithm.mac()),
                clock.withZone(ZoneOffset.UTC));
    }

    /** Its name and algorithm. */
    @Override
    public String toString() {
        return name.toString(true) + " (" + algorithm + ")";
    }
}
