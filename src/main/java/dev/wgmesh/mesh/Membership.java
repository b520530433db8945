package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the lists as read with the known members. */
final class Membership {
    private final Mesh mesh;
    private final NodeContext node;
    private final MemberHistory memory;
    private final KeyOwners owners;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<HostName> listedNames;

    /** The members whose key is from the state, not from DNS. */
    private final Set<HostName> remembered = new HashSet<>();

    private boolean keyless;

    Membership(Mesh mesh, NodeContext node, MemberHistory memory) {
        this.mesh = mesh;
        this.node = node;
        this.memory = memory;
        this.owners = new KeyOwners(mesh);
        this.listedNames = LinkedHashSet.newLinkedHashSet(mesh.members().size());
        for (Member member : mesh.members()) {
            listedNames.add(member.name());
            if (!member.resolved()) {
                remembered.add(member.name());
            }
        }
    }

    AcceptedMembers resolve() {
        requireList();
        List<AcceptedMember> read = listed();
        HostName self = SelfLookup.find(mesh, node, read, owners);
        var pins = new KeyPins(node);
        List<AcceptedMember> listed = withTrustedKeys(read, self, pins);
        var lists = FailedLists.of(mesh, node.state());
        keyless |= node.savedMesh();
        keyless |= mesh.lists().stream().anyMatch(list -> list.hosts().isFailed());
        List<KnownMember> unlisted = unlisted();
        Set<PublicKey> keys =
                unlisted.isEmpty()
                        ? Set.of()
                        : listed.stream().map(AcceptedMember::key).collect(Collectors.toSet());
        List<KnownMember> unread =
                unlisted.stream()
                        .filter(k -> lists.covers(k.list()) || staysWithoutDns(k))
                        .filter(k -> !keys.contains(k.key()))
                        .toList();
        Set<HostName> unreadNames =
                unread.stream().map(KnownMember::name).collect(Collectors.toSet());
        List<KnownMember> absent =
                unlisted.stream().filter(k -> !unreadNames.contains(k.name())).toList();
        // a member whose key is now listed under another name did not leave: its peer stays
        List<KnownMember> left = absent.stream().filter(k -> !keys.contains(k.key())).toList();
        Optional<HeldRemovals> heldRemovals =
                RemovalGuard.check(node, listedNames, knownPeers(), left.size());
        List<KnownMember> heldBack = heldRemovals.isPresent() ? left : List.of();
        Set<HostName> heldNames =
                heldBack.stream().map(KnownMember::name).collect(Collectors.toSet());
        List<AcceptedMember> all =
                Stream.concat(
                                listed.stream(),
                                Stream.concat(unread.stream(), heldBack.stream())
                                        .map(AcceptedMember::ofKnown))
                        .toList();
        unread.forEach(k -> problems.add(unreadList(k)));
        remembered.addAll(unreadNames);
        remembered.addAll(heldNames);
        AcceptedMember me =
                all.stream().filter(m -> m.name().equals(self)).findFirst().orElseThrow();
        OwnKey own = OwnKey.of(node, me);
        Set<PublicKey> mine = ownKeys(me, own);
        List<AcceptedMember> peers = new DistinctKeys(me, mine, owners, problems::add).of(all);
        var rollover =
                new KeyRollover(node, memory, owners, peers, mine, remembered, pins.pinned());
        return new AcceptedMembers(
                withOwnKey(me, own),
                own,
                peers.stream().map(rollover::of).toList(),
                absent.stream().filter(k -> !heldNames.contains(k.name())).toList(),
                heldBack,
                keyless,
                heldRemovals,
                pins.toKeep(all, absent),
                pins.problems(),
                problems);
    }

    /** Returns the members, each but this node with the key that counts for it. */
    private List<AcceptedMember> withTrustedKeys(
            List<AcceptedMember> members, HostName self, KeyPins pins) {
        var trusted = new ArrayList<AcceptedMember>(members.size());
        for (AcceptedMember member : members) {
            trusted.add(
                    member.name().equals(self) || owners.isSigned(member.name())
                            ? member
                            : pins.accept(member, !remembered.contains(member.name())));
        }
        return trusted;
    }

    /**
     * Returns whether the peer of an unlisted member stays because the list is a saved one, which
     * removes nothing. A peer that the interface lacks is not added again.
     */
    private boolean staysWithoutDns(KnownMember member) {
        return node.savedMesh()
                && node.state().heldRemovals().isEmpty()
                && memory.peer(member.key()).isPresent();
    }

    private void requireList() {
        if (mesh.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
            throw new Failure(
                    Failure.Kind.UNREADABLE,
                    List.of(
                            problem,
                            new Problem(
                                    mesh.name().text(),
                                    "the member list could not be read; nothing changed",
                                    "try again when DNS answers")));
        }
        if (mesh.members().isEmpty()) {
            throw Failure.unreadable(
                    mesh.name().text(),
                    "has no members; nothing changed",
                    "check the name: wg-mesh list " + mesh.name());
        }
    }

    private List<AcceptedMember> listed() {
        var counted = new ArrayList<AcceptedMember>(mesh.members().size());
        for (Member member : mesh.members()) {
            Optional<AcceptedMember> merged =
                    RecordMerge.of(member, memory.of(member, listedNames));
            merged.ifPresent(counted::add);
            if (!member.resolved()) {
                keyless |= merged.isEmpty() && !member.key().isFound();
                problems.add(unresolved(member, merged.isPresent()));
            }
        }
        return counted;
    }

    private static Problem unresolved(Member member, boolean remembered) {
        String lacks = member.key().found().isEmpty() ? "no key" : "no mesh address";
        return new Problem(
                member.name().text(),
                lacks
                        + " could be read: the member "
                        + (remembered ? "keeps its last known records" : "is not a peer yet"),
                "to see the problem, run: wg-mesh show " + member.name());
    }

    private static Problem unreadList(KnownMember member) {
        return new Problem(
                member.name().text(),
                "its list "
                        + member.list()
                        + " could not be read: the member keeps its last known records",
                "try again when DNS answers");
    }

    private List<KnownMember> unlisted() {
        var unlisted = new ArrayList<KnownMember>();
        for (KnownMember known : node.state().members()) {
            if (!listedNames.contains(known.name()) && !isSelf(known)) {
                unlisted.add(known);
            }
        }
        return unlisted;
    }

    private int knownPeers() {
        int peers = 0;
        for (KnownMember known : node.state().members()) {
            peers += isSelf(known) ? 0 : 1;
        }
        return peers;
    }

    private boolean isSelf(KnownMember known) {
        Optional<HostName> self = node.state().self();
        return self.isPresent() && self.get().equals(known.name());
    }

    /** Returns this node with the key of its interface; the one in DNS is its other key. */
    private AcceptedMember withOwnKey(AcceptedMember me, OwnKey own) {
        if (own.key().equals(me.key())) {
            return me;
        }
        Instant since =
                me.known().flatMap(KnownMember::other).map(OtherKey::since).orElseGet(node::now);
        return me.withKeys(own.key(), new OtherKey(me.key(), since));
    }

    /** Returns the keys that no other member can have. */
    private Set<PublicKey> ownKeys(AcceptedMember me, OwnKey own) {
        Set<PublicKey> mine = new HashSet<>(List.of(me.key(), own.key()));
        me.published().metadata().nextKey().ifPresent(mine::add);
        if (node.self() instanceof SelfSelector.ByKey by) {
            mine.add(by.key());
            by.held().forEach(held -> mine.add(held.publicKey()));
        }
        return mine;
    }
}
