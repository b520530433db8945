package dev.wgmesh.validate;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * A mesh: a list, its sub-lists, and the members of them all.
 *
 * @param lists the top list first
 * @param members by name, from the first entry with that name
 * @param linkErrors of the PTR records between the lists
 */
public record MeshTree(
        List<ListRecords> lists, Map<HostName, ListedMember> members, List<LinkError> linkErrors) {
    /** A PTR record without a valid sub-list. */
    public record LinkError(FindingLocation where, String what, String fix) {}

    ListRecords root() {
        return lists.getFirst();
    }

    boolean contains(MeshName name) {
        return lists.stream().anyMatch(list -> list.name().equals(name));
    }

    /** Returns every entry of every list. */
    public Stream<ListEntry> entries() {
        return lists.stream().flatMap(list -> list.entries().stream());
    }

    /** Returns the claims of all members. */
    public Stream<ClaimRecord> claims() {
        return members.values().stream().flatMap(member -> member.claims().stream());
    }

    /** Returns the owner names of its records, without the HOST names. */
    Stream<Name> ownerNames() {
        return Stream.concat(
                lists.stream()
                        .map(ListRecords::name)
                        .flatMap(name ->
                                Stream.of(
                                        Question.name(name),
                                        OwnerNames.policy(name),
                                        OwnerNames.revision(name))),
                members.keySet().stream()
                        .flatMap(host ->
                                Stream.of(
                                        OwnerNames.wireguard(host),
                                        OwnerNames.meta(host),
                                        OwnerNames.service(host),
                                        OwnerNames.reflexive(host))));
    }
}
