package dev.wgmesh.model;

import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.List;

/**
 * A mesh as read from DNS, before its claims are checked.
 *
 * @param lists the list of the mesh first, then its sub-lists in the order of their names
 * @param members of all lists, sorted by name; each name once
 * @param problems of everything that could not be read, in the order of the names
 * @param ttl the lowest TTL of all answers; zero without answers
 */
public record Mesh(
        MeshName name,
        List<MemberList> lists,
        List<Member> members,
        List<Problem> problems,
        Duration ttl) {
    public Mesh {
        lists = List.copyOf(lists);
        members = List.copyOf(members);
        problems = List.copyOf(problems);
        if (lists.isEmpty()) {
            throw new IllegalArgumentException("a mesh has a list, read or not");
        }
    }

    /** Returns the list at the mesh name itself. */
    public MemberList root() {
        return lists.getFirst();
    }

    /** Returns the mesh's policy; a failed policy is not an absent policy. */
    public DnsAnswer<Policy> policy() {
        return root().policy();
    }
}
