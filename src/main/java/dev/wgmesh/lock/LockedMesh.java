package dev.wgmesh.lock;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mesh as a lock lets a node see it: the key, the addresses and the metadata of a member that the
 * lock does not accept count as failed lookups, so that its last good records stay.
 *
 * @param statuses of the members, in their order
 */
public record LockedMesh(Mesh mesh, List<LockStatus> statuses) {
    /** How long before its end the end of a signature is reported. */
    public static final Duration NOTICE = Duration.ofDays(7);

    private static final DnsAnswer<List<String>> NONE = new DnsAnswer.Absent<>(Duration.ZERO);

    public LockedMesh {
        statuses = List.copyOf(statuses);
    }

    /**
     * Checks a mesh.
     *
     * @param signatures the texts at {@code _sig._wireguard.HOST} of its members
     */
    public static LockedMesh of(
            Mesh mesh, Map<HostName, DnsAnswer<List<String>>> signatures, Lock lock, Instant now) {
        var members = new ArrayList<Member>();
        var statuses = new ArrayList<LockStatus>();
        var problems = new ArrayList<>(mesh.problems());
        for (Member member : mesh.members()) {
            LockStatus status =
                    LockStatus.of(
                            mesh.name(),
                            member,
                            signatures.getOrDefault(member.name(), NONE),
                            lock,
                            now);
            statuses.add(status);
            Optional<Problem> problem = status.problem();
            problem.ifPresent(problems::add);
            members.add(
                    problem.map(member::unresolved)
                            .orElseGet(() -> member.signedUntil(status.until())));
        }
        return new LockedMesh(
                new Mesh(mesh.name(), mesh.lists(), members, problems, mesh.ttl()), statuses);
    }

    /** Returns a notice for each member whose signatures end within seven days, by end. */
    public static List<Problem> endingSoon(Mesh mesh, Instant now) {
        return mesh.members().stream()
                .filter(member ->
                        member.signedUntil()
                                .filter(until -> until.isBefore(now.plus(NOTICE)))
                                .isPresent())
                .sorted((a, b) ->
                        a.signedUntil().orElseThrow().compareTo(b.signedUntil().orElseThrow()))
                .map(member ->
                        new Problem(
                                member.name().text(),
                                "its signature ends at " + member.signedUntil().orElseThrow(),
                                "sign its records again: wg-mesh lock request " + member.name()))
                .toList();
    }

    /**
     * Returns the next time when a signature ends, or is near enough to its end for a notice;
     * empty: there is none.
     */
    public static Optional<Instant> nextNotice(Mesh mesh, Instant now) {
        return mesh.members().stream()
                .map(Member::signedUntil)
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow)
                .flatMap(until -> Stream.of(until.minus(NOTICE).plusNanos(1), until))
                .filter(now::isBefore)
                .min(Comparator.naturalOrder());
    }
}
