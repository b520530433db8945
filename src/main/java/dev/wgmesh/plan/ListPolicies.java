package dev.wgmesh.plan;

import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * What the policies of a mesh permit the members of each list: its own within all those above it. A
 * policy that could not be read permits everything.
 *
 * @param lists of the mesh, by name
 * @param changed policies in place of those that the lists have
 */
record ListPolicies(Map<MeshName, MemberList> lists, Map<MeshName, Policy> changed) {
    /** Returns the policies as they are. */
    static ListPolicies of(Mesh mesh) {
        var lists = new HashMap<MeshName, MemberList>();
        mesh.lists().forEach(list -> lists.put(list.name(), list));
        return new ListPolicies(lists, Map.of());
    }

    /** Returns the same with another policy of one list. */
    ListPolicies with(MeshName list, Policy policy) {
        return new ListPolicies(lists, Map.of(list, policy));
    }

    /** Returns whether a member of the list may claim the prefix. */
    boolean permits(MeshName list, Prefix claim) {
        var seen = new HashSet<MeshName>();
        for (Optional<MemberList> at = get(list);
                at.isPresent() && seen.add(at.get().name());
                at = at.get().parent().flatMap(this::get)) {
            if (!policy(at.get()).permits(claim)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether the policy of a list binds the members of another, its own or one below. */
    boolean binds(MeshName list, MeshName members) {
        var seen = new HashSet<MeshName>();
        for (Optional<MemberList> at = get(members);
                at.isPresent() && seen.add(at.get().name());
                at = at.get().parent().flatMap(this::get)) {
            if (at.get().name().equals(list)) {
                return true;
            }
        }
        return false;
    }

    private Optional<MemberList> get(MeshName name) {
        return Optional.ofNullable(lists.get(name));
    }

    private Policy policy(MemberList list) {
        return Optional.ofNullable(changed.get(list.name()))
                .or(() -> list.policy().found())
                .orElse(Policy.NONE);
    }
}
