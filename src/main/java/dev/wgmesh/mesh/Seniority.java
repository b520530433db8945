package dev.wgmesh.mesh;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides between members that have one thing, by what this node remembers of them. */
final class Seniority {
    private Seniority() {}

    /** Returns the only member that it holds for; empty: none or several. */
    static Optional<HostName> only(List<AcceptedMember> members, Predicate<AcceptedMember> holds) {
        Optional<HostName> found = Optional.empty();
        for (AcceptedMember member : members) {
            if (holds.test(member)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(member.name());
            }
        }
        return found;
    }

    /**
     * Returns the member that this node has accepted for the longest time; empty: it accepted none
     * before, or several of them at the same time.
     */
    static Optional<HostName> oldest(List<AcceptedMember> members) {
        Optional<Instant> first =
                members.stream()
                        .flatMap(m -> m.known().stream())
                        .map(Seniority::since)
                        .min(Instant::compareTo);
        return first.flatMap(at ->
                only(members, m -> m.known().map(Seniority::since).filter(at::equals).isPresent()));
    }

    /** Returns since when; a member from before this was remembered is older than all others. */
    private static Instant since(KnownMember member) {
        return member.since().orElse(Instant.MIN);
    }

    /** Returns the only member in the domain of the mesh. */
    static Optional<HostName> inDomain(List<AcceptedMember> members, MeshName mesh) {
        return only(members, m -> m.name().isWithin(mesh.domain()));
    }
}
