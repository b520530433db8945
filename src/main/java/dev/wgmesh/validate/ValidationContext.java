package dev.wgmesh.validate;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.KeyRecord;
import dev.wgmesh.zone.ListEntry;
import dev.wgmesh.zone.ListRecords;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneContents;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The input of the rules: a snapshot, and the meshes, records and keys in it, read once for all
 * rules.
 *
 * @param lookup into the snapshot
 * @param allMeshes every mesh of the snapshot
 * @param meshes the meshes to check
 * @param zones the whole zones to check, by apex
 * @param answers the RRsets outside of whole zones to check, sorted
 * @param keys every record among them that publishes a key, of members and of others
 * @param signedMembers the members of the meshes to check, once for each mesh
 * @param owners the owner names of records of the meshes to check
 */
public record ValidationContext(
        ValidationRequest request,
        SnapshotLookup lookup,
        List<MeshTree> allMeshes,
        List<MeshTree> meshes,
        List<ZoneContents> zones,
        List<RRset> answers,
        List<KeyRecord> keys,
        List<SignedMember> signedMembers,
        MeshOwners owners) {

    public static ValidationContext of(DnsSnapshot snapshot, ValidationRequest request) {
        var lookup = new SnapshotLookup(snapshot);
        List<MeshTree> all = MeshSearch.find(snapshot, request.scopes());
        List<MeshTree> trees =
                all.stream().filter(tree -> isInScope(tree, request.scopes())).toList();
        var owners = new MeshOwners(trees);
        List<ZoneContents> zones = zones(snapshot, request.scopes(), owners);
        List<RRset> answers = answers(snapshot);
        List<RRset> texts =
                rrsets(zones, answers, set -> set.is(Type.TXT) && set.hasUnderscore())
                        .sorted(Comparator.comparing(RRset::question))
                        .toList();
        List<KeyRecord> keys =
                SharedWork.of(texts).flatMap(set -> KeyRecord.of(set).stream()).toList();
        List<SignedMember> signed =
                trees.stream().flatMap(tree -> SignedMember.of(tree, lookup, request)).toList();
        return new ValidationContext(
                request, lookup, all, trees, zones, answers, keys, signed, owners);
    }

    private static boolean isInScope(MeshTree tree, List<ValidationScope> scopes) {
        return scopes.isEmpty()
                || scopes.stream()
                        .anyMatch(scope ->
                                switch (scope) {
                                    case ValidationScope.MeshScope(var name) -> tree.contains(name);
                                    case ValidationScope.ZoneScope(var apex) -> isIn(tree, apex);
                                });
    }

    private static boolean isIn(MeshTree tree, Name apex) {
        return tree.lists().stream().anyMatch(l -> Question.name(l.name()).subdomain(apex))
                || tree.members().keySet().stream().anyMatch(h -> Question.name(h).subdomain(apex));
    }

    private static List<ZoneContents> zones(
            DnsSnapshot snapshot, List<ValidationScope> scopes, MeshOwners owners) {
        if (scopes.isEmpty()) {
            return sorted(snapshot.zones());
        }
        var apexes = new HashSet<Name>();
        for (ValidationScope scope : scopes) {
            if (scope instanceof ValidationScope.ZoneScope(Name apex)) {
                apexes.add(apex);
            }
        }
        if (!snapshot.zones().stream().allMatch(zone -> apexes.contains(zone.apex()))) {
            owners.names()
                    .forEach(name ->
                            snapshot.zoneOf(name).ifPresent(zone -> apexes.add(zone.apex())));
        }
        return sorted(snapshot.zones().stream().filter(z -> apexes.contains(z.apex())).toList());
    }

    private static List<ZoneContents> sorted(List<ZoneContents> zones) {
        return zones.stream()
                .sorted(
                        Comparator.comparing(ZoneContents::apex)
                                .thenComparing(ZoneContents::source))
                .toList();
    }

    private static List<RRset> answers(DnsSnapshot snapshot) {
        var answered = new TreeMap<Question, RRset>();
        snapshot.answers().values().stream()
                .flatMap(answer -> answer.found().stream())
                .filter(set -> snapshot.zoneOf(set.question().owner()).isEmpty())
                .forEach(set ->
                        answered.putIfAbsent(set.question(), SnapshotLookup.inFileOrder(set)));
        return List.copyOf(answered.values());
    }

    /** Returns the owner names of records of the meshes to check. */
    public Set<Name> ownerNames() {
        return owners.names();
    }

    /** Returns whether a name is one of {@link #ownerNames}, which saves making all of them. */
    public boolean isOwnerName(Name name) {
        return owners.contains(name);
    }

    /** Returns the RRsets to check whose outline matches, each with its records in file order. */
    public Stream<RRset> rrsets(Predicate<RRsetOutline> outline) {
        return rrsets(zones, answers, outline);
    }

    private static Stream<RRset> rrsets(
            List<ZoneContents> zones, List<RRset> answers, Predicate<RRsetOutline> outline) {
        return Stream.concat(
                zones.stream()
                        .flatMap(zone -> zone.rrsets(outline))
                        .map(SnapshotLookup::inFileOrder),
                answers.stream().filter(set -> outline.test(RRsetOutline.of(set))));
    }

    /** Returns every list of the meshes to check. */
    public Stream<ListRecords> lists() {
        return meshes.stream().flatMap(tree -> tree.lists().stream());
    }

    /** Returns every list entry of the meshes to check. */
    public Stream<ListEntry> entries() {
        return meshes.stream().flatMap(MeshTree::entries);
    }

    /** Returns every member of the meshes to check, once for each mesh. */
    public Stream<ListedMember> members() {
        return meshes.stream().map(MeshTree::members).map(Map::values).flatMap(m -> m.stream());
    }

    /** Returns all claims of members of the meshes to check. */
    public Stream<ClaimRecord> claims() {
        return meshes.stream().flatMap(tree -> tree.claims().stream());
    }
}
