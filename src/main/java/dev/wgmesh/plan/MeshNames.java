package dev.wgmesh.plan;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

/**
 * Which names are lists of a mesh: {@code _p2p.…}, and those that are named. TXT records of other
 * names that begin with an underscore are somebody else's.
 *
 * @param named besides {@code _p2p.…}
 */
public record MeshNames(Set<Name> named) {
    /** None but {@code _p2p.…}. */
    public static final MeshNames P2P = new MeshNames(Set.of());

    /**
     * First labels of TXT records of other applications (RFC 8552, section 4.1.2): never a mesh's.
     */
    private static final Set<String> FOREIGN =
            Set.of("_acme-challenge", "_dmarc", "_domainkey", "_mta-sts", "_spf", "_vouch", "_tcp");

    public MeshNames {
        named = Set.copyOf(named);
    }

    /** Returns those meshes too. */
    public static MeshNames of(Collection<MeshName> named) {
        return P2P.with(named.stream().map(Question::name).toList());
    }

    /** Returns these and more. */
    public MeshNames with(Collection<Name> more) {
        var all = new HashSet<>(named);
        all.addAll(more);
        return new MeshNames(all);
    }

    /**
     * Returns these and the names whose revision or policy a plan depends on or changes: it takes
     * them for meshes.
     */
    MeshNames withMeshesOf(ZonePlan plan) {
        return with(
                Stream.concat(
                                plan.conditions().stream().map(Condition::question),
                                plan.changes().stream().map(RRsetChange::question))
                        .map(Question::owner)
                        .filter(owner -> owner.labels() > 2)
                        .filter(owner ->
                                Stream.of(RecordFormat.REVISION, RecordFormat.POLICY)
                                        .anyMatch(firstLabel(owner)::equals))
                        .map(owner -> new Name(owner, 1))
                        .toList());
    }

    /**
     * Returns these and the names with a revision among the RRsets: each command writes one where
     * it changes a list.
     */
    MeshNames withRevisions(Collection<RRset> sets) {
        return with(
                sets.stream()
                        .filter(set -> OwnerNames.isRevision(set.question()))
                        .filter(set -> MeshRecords.revision(set).isPresent())
                        .map(set -> new Name(set.question().owner(), 1))
                        .toList());
    }

    /** Returns these and the sub-lists that the PTR records among the RRsets name. */
    MeshNames withSubLists(Collection<RRset> sets) {
        List<RRset> pointers =
                sets.stream().filter(set -> set.question().type() == Type.PTR).toList();
        MeshNames known = this;
        for (int depth = 0; depth < RecordFormat.MAX_LIST_DEPTH; depth++) {
            MeshNames above = known;
            known =
                    above.with(
                            pointers.stream()
                                    .filter(set -> above.contains(set.question().owner()))
                                    .flatMap(set -> set.dnsRecords().stream())
                                    .map(record -> ((PTRRecord) record).getTarget())
                                    .toList());
        }
        return known;
    }

    /** Returns whether the name is a list's. */
    public boolean contains(Name name) {
        return (firstLabel(name).equals(RecordFormat.P2P) || named.contains(name))
                && !FOREIGN.contains(firstLabel(name))
                && !RecordFormat.NOT_LISTS.contains(firstLabel(name))
                && MeshName.parse(name.toString(true)).isPresent();
    }

    static String firstLabel(Name name) {
        return name.getLabelString(0).toLowerCase(Locale.ROOT);
    }
}
