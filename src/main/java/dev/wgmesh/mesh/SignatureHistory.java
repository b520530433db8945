package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The signatures that a node has accepted: a signature that ends earlier is an old one, which
 * somebody has published again.
 */
final class SignatureHistory {
    private final Map<HostName, Instant> accepted;
    private final Instant now;

    SignatureHistory(NodeContext node) {
        this.accepted = node.state().signedUntil();
        this.now = node.now();
    }

    /** Returns the mesh in which members with an earlier signature are unresolved. */
    Mesh withoutOlder(Mesh mesh) {
        if (accepted.isEmpty()) {
            return mesh;
        }
        var members = new ArrayList<Member>();
        var problems = new ArrayList<>(mesh.problems());
        for (Member member : mesh.members()) {
            Optional<Problem> older = older(member);
            older.ifPresent(problems::add);
            members.add(older.map(member::unresolved).orElse(member));
        }
        return new Mesh(mesh.name(), mesh.lists(), members, problems, mesh.ttl());
    }

    private Optional<Problem> older(Member member) {
        return member.signedUntil()
                .flatMap(until ->
                        Optional.ofNullable(accepted.get(member.name()))
                                .filter(until::isBefore)
                                .map(last ->
                                        new Problem(
                                                member.name().text(),
                                                "its signature until "
                                                        + until
                                                        + " is older than one that this node has"
                                                        + " accepted, until "
                                                        + last,
                                                "if the records are right, sign them again:"
                                                        + " wg-mesh lock request "
                                                        + member.name())));
    }

    /** Returns the ends to remember; one that has passed needs no memory. */
    SortedMap<HostName, Instant> next(Mesh mesh) {
        var ends = new TreeMap<HostName, Instant>();
        accepted.forEach((host, until) -> {
            if (until.isAfter(now)) {
                ends.put(host, until);
            }
        });
        for (Member member : mesh.members()) {
            if (member.signedUntil().isPresent()) {
                ends.merge(
                        member.name(), member.signedUntil().get(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        return ends;
    }
}
