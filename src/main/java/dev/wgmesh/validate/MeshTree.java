package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * A mesh: a list, its sub-lists, and the members of them all.
 *
 * @param lists the one at the top first
 * @param members by name; the first entry that names one counts
 * @param faults of the PTR records between the lists
 */
public record MeshTree(
        List<ListRecords> lists, Map<HostName, ListedMember> members, List<Fault> faults) {
    /** A PTR record that leads to no sub-list. */
    public record Fault(FindingLocation where, String what, String fix) {}

    ListRecords root() {
        return lists.getFirst();
    }

    boolean holds(MeshName name) {
        return lists.stream().anyMatch(list -> list.name().equals(name));
    }

    /** Every entry of every list. */
    public Stream<ListEntry> entries() {
        return lists.stream().flatMap(list -> list.entries().stream());
    }

    /** Everything that members claim. */
    public Stream<ClaimRecord> claims() {
        return members.values().stream().flatMap(member -> member.claims().stream());
    }

    /** The owner names of its records; HOST itself is not one of them. */
    Stream<Name> owners() {
        return Stream.concat(
                lists.stream()
                        .map(ListRecords::name)
                        .flatMap(name ->
                                Stream.of(
                                        Question.name(name),
                                        MeshOwner.policy(name),
                                        MeshOwner.revision(name))),
                members.keySet().stream()
                        .flatMap(host ->
                                Stream.of(
                                        MeshOwner.wireguard(host),
                                        MeshOwner.meta(host),
                                        MeshOwner.service(host),
                                        MeshOwner.reflexive(host))));
    }
}
