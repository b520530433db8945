package dev.wgmesh.validate;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The search for meshes in a snapshot. A name is a mesh's if it has a policy or a revision, if it
 * is called {@code _p2p} (even as an alias), or if its TXT names a host that has a key or an
 * address; other TXT records at underscore names ({@code _dmarc}) are somebody else's.
 */
final class MeshSearch {
    private final DnsSnapshot snapshot;
    private final Set<MeshName> found = new TreeSet<>();
    private final Set<MeshName> subLists = new HashSet<>();

    private MeshSearch(DnsSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Returns every mesh with its sub-lists, by name; and the requested ones, even if missing. */
    static List<MeshTree> find(DnsSnapshot snapshot, List<ValidationScope> scopes) {
        var search = new MeshSearch(snapshot);
        for (ZoneContents zone : snapshot.zones()) {
            SharedWork.of(zone.rrsets(MeshSearch::isOfMesh)).toList().forEach(search::look);
        }
        for (DnsAnswer<RRset> answer : snapshot.answers().values()) {
            answer.found().ifPresent(search::look);
        }
        snapshot.answers().keySet().forEach(question -> search.name(question, RecordFormat.POLICY));
        var lookup = new SnapshotLookup(snapshot);
        var trees = new ArrayList<MeshTree>();
        var known = new HashSet<MeshName>();
        Consumer<MeshName> add =
                name -> {
                    MeshTree tree = MeshTree.of(name, lookup);
                    trees.add(tree);
                    tree.lists().forEach(list -> known.add(list.name()));
                };
        search.found.stream().filter(name -> !search.subLists.contains(name)).forEach(add);
        Stream<MeshName> requested =
                scopes.stream()
                        .filter(ValidationScope.MeshScope.class::isInstance)
                        .map(scope -> ((ValidationScope.MeshScope) scope).name());
        Stream.concat(search.found.stream(), requested)
                .filter(name -> !known.contains(name))
                .forEach(add);
        return trees;
    }

    private static boolean isOfMesh(RRsetOutline set) {
        return set.hasUnderscore() && set.is(Type.TXT, Type.PTR, Type.CNAME);
    }

    private void look(RRset set) {
        Question question = set.question();
        String first = question.owner().getLabelString(0);
        if (!first.startsWith("_")) {
            return;
        }
        boolean p2p = first.equalsIgnoreCase(RecordFormat.P2P);
        if (question.type() == Type.TXT) {
            name(question, RecordFormat.POLICY);
            name(question, RecordFormat.REVISION);
            p2p = p2p || !first.equalsIgnoreCase(RecordFormat.WIREGUARD) && listsMember(set);
        }
        if (p2p) {
            add(question.owner());
        }
        if (question.type() == Type.PTR) {
            set.records().stream()
                    .map(record -> MeshName.parse(record.target().toString(true)))
                    .forEach(name -> name.ifPresent(subLists::add));
        }
    }

    /** Adds the mesh that has a record at that label below it. */
    private void name(Question question, String label) {
        Name owner = question.owner();
        if (owner.getLabelString(0).equalsIgnoreCase(label)) {
            add(new Name(owner, 1));
        }
    }

    private void add(Name mesh) {
        MeshName.parse(mesh.toString(true)).ifPresent(found::add);
    }

    private boolean listsMember(RRset set) {
        return set.records().stream()
                .limit(100)
                .flatMap(record -> HostName.parse(record.text()).stream())
                .filter(OwnerNames::fits)
                .anyMatch(this::isMember);
    }

    private boolean isMember(HostName host) {
        var owner = OwnerNames.wireguard(host);
        return IntStream.of(Type.TXT, Type.A, Type.AAAA)
                .mapToObj(type -> new Question(owner, type))
                .anyMatch(question ->
                        snapshot.zoneOf(owner)
                                .flatMap((ZoneContents zone) -> zone.rrset(question))
                                .isPresent());
    }
}
