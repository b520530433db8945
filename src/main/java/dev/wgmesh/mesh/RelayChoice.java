package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the relay of a pair by rendezvous hashing: the one with the greatest SHA-256 of both
 * names and its own. Both ends choose the same. A relay that leaves moves only its own pairs, and a
 * new one takes only the pairs that it then has.
 */
final class RelayChoice {
    /** Maximum number of relays of a mesh that are looked at: the first by name. */
    static final int MAX_RELAYS = 32;

    private static final String CONTEXT = "wg-mesh relay v1";

    private RelayChoice() {}

    /** Returns the relay among the candidates; empty: there are none. */
    static Optional<HostName> of(HostName one, HostName other, Collection<HostName> candidates) {
        boolean ordered = one.compareTo(other) <= 0;
        String pair = CONTEXT + "\n" + (ordered ? one : other) + "\n" + (ordered ? other : one);
        List<HostName> relays = List.copyOf(candidates);
        if (relays.size() <= 1) {
            return relays.stream().findFirst();
        }
        Optional<HostName> best = Optional.empty();
        byte[] most = {};
        for (HostName relay : relays) {
            byte[] score = sha256(pair + "\n" + relay + "\n");
            if (best.isEmpty() || Arrays.compareUnsigned(score, most) > 0) {
                best = Optional.of(relay);
                most = score;
            }
        }
        return best;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
