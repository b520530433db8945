package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Reads and writes the policy of a mesh, the texts at {@code _policy.MESH}. */
public final class PolicyText {
    private static final long MAX_TTL = Duration.ofDays(7).toSeconds();

    private PolicyText() {}

    /** Returns the question for the policy. */
    public static Question question(MeshName mesh) {
        return new Question(OwnerNames.policy(mesh), Type.TXT);
    }

    /**
     * Reads the policy in an answer. A policy with an unreadable known key is failed, because half
     * a policy would permit what the whole forbids.
     */
    static DnsAnswer<Policy> read(Question question, DnsAnswer<RRset> answer) {
        return answer.flatMap((set, ttl) -> {
            ParseResult reading = read(question, TxtStrings.of(set));
            return reading.problems().isEmpty()
                    ? new DnsAnswer.Found<>(reading.policy(), ttl)
                    : new DnsAnswer.Failed<>(reading.problems().getFirst());
        });
    }

    /** Reads the texts and reports every problem. */
    public static ParseResult read(Question question, List<String> texts) {
        var pairs = new KeyValueText(question, texts);
        var policy =
                new Policy(
                        pairs.all(
                                "pool",
                                "CIDR without host bits, such as 10.0.0.0/24",
                                Prefix::parse),
                        pairs.all(
                                "allow",
                                "CIDR without host bits, such as 192.168.1.0/24",
                                Prefix::parse),
                        pairs.one("paths", "auto, tunnel or origin", PathMode::parse),
                        pairs.one("ttl", "SECONDS, 1 to " + MAX_TTL, PolicyText::ttl));
        return new ParseResult(policy, pairs.problems());
    }

    private static Optional<Duration> ttl(String text) {
        if (!text.matches("[1-9][0-9]{0,6}") || Long.parseLong(text) > MAX_TTL) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }

    /** Returns the texts of the policy, sorted. */
    public static List<String> write(Policy policy) {
        return Stream.of(
                        policy.pools().stream().map(pool -> "pool=" + pool),
                        policy.allow().stream().map(allow -> "allow=" + allow),
                        policy.paths().stream().map(paths -> "paths=" + paths),
                        policy.ttl().stream().map(ttl -> "ttl=" + ttl.toSeconds()))
                .flatMap(texts -> texts)
                .toList();
    }

    /** The readable policy and all problems. */
    public record ParseResult(Policy policy, List<Problem> problems) {}
}
