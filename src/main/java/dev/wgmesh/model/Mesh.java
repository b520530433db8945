package dev.wgmesh.model;

import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.List;

/**
 * A mesh as DNS tells it, before anything is judged.
 *
 * @param lists the mesh's own list first, then its sub-lists in the order of their names
 * @param members of all lists, sorted by name; each name once
 * @param problems whatever could not be read, all of it, in the order of the names
 * @param ttl the least TTL of all that was read; zero where nothing was
 */
public record Mesh(
        MeshName name,
        List<MemberList> lists,
        List<Member> members,
        List<Problem> problems,
        Duration ttl) {
    /** Copies. */
    public Mesh {
        lists = List.copyOf(lists);
        members = List.copyOf(members);
        problems = List.copyOf(problems);
        if (lists.isEmpty()) {
            throw new IllegalArgumentException("a mesh has a list, read or not");
        }
    }

    /** The list at the mesh name itself. */
    public MemberList root() {
        return lists.getFirst();
    }

    /** The mesh's policy; a failed one is not an absent one. */
    public DnsAnswer<Policy> policy() {
        return root().policy();
    }
}
