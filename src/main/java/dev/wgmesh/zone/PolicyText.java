package dev.wgmesh.zone;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.PskMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Reads and writes the policy of a mesh, the texts at {@code _policy.MESH}. */
public final class PolicyText {
    private static final long MAX_TTL = Duration.ofDays(7).toSeconds();

    private static final Set<String> KEYS = Set.of("pool", "allow", "paths", "ttl", "psk");

    private PolicyText() {}

    /** Returns the question for the policy. */
    public static Question question(MeshName mesh) {
        return new Question(OwnerNames.policy(mesh), Type.TXT);
    }

    /** Reads the texts and reports every fault. */
    public static KeyValueResult<Policy> read(Question question, RRset set) {
        var pairs = new KeyValueText(question, set);
        var policy =
                new Policy(
                        pairs.prefixes("pool", "10.0.0.0/24"),
                        pairs.prefixes("allow", "192.168.1.0/24"),
                        pairs.one("paths", "auto, tunnel or origin", PathMode::parse),
                        pairs.one("ttl", "SECONDS, 1 to " + MAX_TTL, PolicyText::ttl),
                        pairs.one("psk", "optional or required", PskMode::parse));
        return pairs.result(policy);
    }

    private static Optional<Duration> ttl(String text) {
        if (!text.matches("[1-9][0-9]{0,6}") || Long.parseLong(text) > MAX_TTL) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Returns whether the text has a key that a policy knows, with a valid value or not. */
    public static boolean isKnown(String text) {
        int end = text.indexOf('=');
        return end >= 0 && KEYS.contains(text.substring(0, end));
    }

    /** Returns the texts of the policy, sorted. */
    public static List<String> write(Policy policy) {
        return Stream.of(
                        policy.pools().stream().map(pool -> "pool=" + pool),
                        policy.allow().stream().map(allow -> "allow=" + allow),
                        policy.paths().stream().map(paths -> "paths=" + paths),
                        policy.ttl().stream().map(ttl -> "ttl=" + ttl.toSeconds()),
                        policy.psk().stream().map(psk -> "psk=" + psk))
                .flatMap(texts -> texts)
                .toList();
    }
}
