package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The last known state of members: from the state file, or from the device. */
final class MemberHistory {
    private final Map<HostName, KnownMember> members;
    private final Map<PublicKey, HostName> holders;
    private final Map<PublicKey, PeerState> peers;

    MemberHistory(NodeContext node) {
        members =
                node.state().members().stream()
                        .collect(Collectors.toMap(KnownMember::name, Function.identity()));
        holders = new HashMap<>();
        for (KnownMember member : node.state().members()) {
            holders.putIfAbsent(member.key(), member.name());
            member.other().ifPresent(other -> holders.putIfAbsent(other.key(), member.name()));
        }
        peers =
                node.actual().stream()
                        .flatMap(d -> d.peers().stream())
                        .collect(Collectors.toMap(p -> p.peer().key(), Function.identity()));
    }

    /**
     * Returns the last known state of a member; for a member without state, that of the device peer
     * with its key, unless another listed member owns that key.
     */
    Optional<KnownMember> of(Member member, Set<HostName> listed) {
        return Optional.ofNullable(members.get(member.name()))
                .or(() ->
                        member.key()
                                .found()
                                .filter(key -> !isKeyOfListed(key, listed))
                                .flatMap(this::peer)
                                .map(p -> fromDevice(member, p.peer())));
    }

    private boolean isKeyOfListed(PublicKey key, Set<HostName> listed) {
        return Optional.ofNullable(holders.get(key)).filter(listed::contains).isPresent();
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
