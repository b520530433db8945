package dev.wgmesh.validate.rule;

import dev.wgmesh.model.HostName;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Records of a member that no list names. */
final class M004NotListed implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M004",
                Level.WARNING,
                "records of a member that no list names",
                "Nobody reads them: the member left and its records were forgotten, or the "
                        + "list lost it.",
                "docs/records.md");
    }

    private static final Set<Integer> TYPES = Set.of(Type.TXT, Type.A, Type.AAAA);

    @Override
    public Stream<Finding> check(Inspection in) {
        boolean known =
                !in.allTrees().isEmpty()
                        && in.allTrees().stream()
                                .flatMap(tree -> tree.lists().stream())
                                .allMatch(ListRecords::isKnown);
        return known ? in.zones().stream().flatMap(zone -> check(zone, in)) : Stream.empty();
    }

    private Stream<Finding> check(ZoneContents zone, Inspection in) {
        var orphans = new TreeMap<HostName, RRset>();
        for (RRset set : zone.sets().values()) {
            if (TYPES.contains(set.question().type())) {
                host(set.question().owner())
                        .filter(host -> !in.isListed(host))
                        .ifPresent(host -> orphans.putIfAbsent(host, SnapshotLookup.inPlace(set)));
            }
        }
        return orphans.entrySet().stream()
                .map(orphan ->
                        finding(
                                FindingLocation.of(orphan.getValue().records().getFirst())
                                        .member(orphan.getKey()),
                                "no list of the zones given names " + orphan.getKey(),
                                "list it: MESH IN TXT \""
                                        + orphan.getKey()
                                        + "\", or remove its records: wg-mesh leave "
                                        + orphan.getKey()));
    }

    private static Optional<HostName> host(Name owner) {
        return owner.labels() > 2 && owner.getLabelString(0).equalsIgnoreCase(MeshOwner.WIREGUARD)
                ? HostName.parse(new Name(owner, 1).toString(true))
                : Optional.empty();
    }
}
