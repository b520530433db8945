package dev.wgmesh.command;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.SpellingSuggestion;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the member that a command is about. */
final class MemberSearch {
    private MemberSearch() {}

    /**
     * Returns the member.
     *
     * @throws Failure INPUT where the host is not a member
     */
    static Member require(Mesh mesh, HostName host) {
        return find(mesh, host)
                .orElseThrow(() ->
                        failure(
                                host,
                                "not a member of " + mesh.name(),
                                mesh.members().stream().map(Member::name),
                                "wg-mesh list " + mesh.name() + " shows its members"));
    }

    /** Returns the member; empty where the host is not one. */
    static Optional<Member> find(Mesh mesh, HostName host) {
        return mesh.members().stream().filter(member -> member.name().equals(host)).findFirst();
    }

    /**
     * Returns the failure of a host that is not one of the members.
     *
     * @param fix where no member has a name that is near
     */
    static Failure failure(HostName host, String what, Stream<HostName> members, String fix) {
        return Failure.input(
                host.text(),
                what,
                SpellingSuggestion.of(host.text(), members.map(HostName::text).toList())
                        .map(near -> "did you mean " + near + "?")
                        .orElse(fix));
    }
}
