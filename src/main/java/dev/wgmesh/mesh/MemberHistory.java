package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The last known state of members: from the state file, or from the device. */
final class MemberHistory {
    private final Map<HostName, KnownMember> members;
    private final Map<PublicKey, HostName> holders;
    private final Map<PublicKey, PeerState> peers;

    MemberHistory(NodeContext node) {
        List<KnownMember> known = node.state().members();
        members = HashMap.newHashMap(known.size());
        holders = HashMap.newHashMap(known.size());
        for (KnownMember member : known) {
            members.put(member.name(), member);
            holders.putIfAbsent(member.key(), member.name());
            member.other().ifPresent(other -> holders.putIfAbsent(other.key(), member.name()));
        }
        peers = LinkedHashMap.newLinkedHashMap(node.peers().size());
        for (PeerState peer : node.peers()) {
            peers.put(peer.peer().key(), peer);
        }
    }

    /**
     * Returns the last known state of a member; for a member without state, that of the device peer
     * with its key, unless another listed member owns that key.
     */
    Optional<KnownMember> of(Member member, Set<HostName> listed) {
        KnownMember known = members.get(member.name());
        return known != null
                ? Optional.of(known)
                : member.key()
                        .found()
                        .flatMap(this::peer)
                        .filter(peer -> !isKeyOfListed(peer.peer().key(), listed))
                        .map(peer -> fromDevice(member, peer.peer()));
    }

    private boolean isKeyOfListed(PublicKey key, Set<HostName> listed) {
        return Optional.ofNullable(holders.get(key)).filter(listed::contains).isPresent();
    }

    /** Returns the last known state of a member; empty for a member never accepted. */
    Optional<KnownMember> member(HostName name) {
        return Optional.ofNullable(members.get(name));
    }

    Map<PublicKey, PeerState> peers() {
        return Collections.unmodifiableMap(peers);
    }

    Optional<PeerState> peer(PublicKey key) {
        return Optional.ofNullable(peers.get(key));
    }

    private static KnownMember fromDevice(Member member, Peer peer) {
        List<IpAddress> addresses =
                peer.allowedIps().stream().filter(Prefix::isHost).map(Prefix::network).toList();
        List<Prefix> nets = peer.allowedIps().stream().filter(p -> !p.isHost()).toList();
        Metadata metadata = Metadata.NONE.withNets(nets);
        return new KnownMember(
                member.name(),
                member.list(),
                peer.key(),
                peer.allowedIps(),
                new PublishedMember(addresses, List.of(), List.of(), metadata),
                Optional.empty(),
                Optional.empty());
    }
}
