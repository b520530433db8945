package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PeerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The preshared keys of the peers of a node, with what the state file says of them. */
final class PeerPresharedKeys {
    private final PskRule rule;
    private final Map<PublicKey, String> shownByKey = new HashMap<>();
    private final Map<HostName, String> shownByHost = new HashMap<>();

    PeerPresharedKeys(NodeContext node, OwnKey own) {
        List<PublicKey> before =
                node.actual().flatMap(DeviceState::key).stream()
                        .filter(key -> !key.equals(own.key()))
                        .toList();
        this.rule =
                new PskRule(
                        node.presharedKeys(),
                        own.key(),
                        before,
                        node.options().watch(),
                        node.now());
        for (KnownPsk known : node.state().presharedKeys()) {
            known.shown()
                    .ifPresent(id -> {
                        shownByKey.put(known.key(), id);
                        shownByHost.put(known.host(), id);
                    });
        }
    }

    /** A member that has shown the secret needs it with another key too, which DNS may name. */
    PskDecision of(HostName host, PublicKey key, Optional<PeerState> actual) {
        return rule.of(key, actual, shown(host, key));
    }

    /** Returns the decision on the second key of a member, which nothing is tried with. */
    PskDecision standby(HostName host, PublicKey key, Optional<PeerState> actual) {
        return rule.standby(key, actual, shown(host, key));
    }

    private Optional<String> shown(HostName host, PublicKey key) {
        String byKey = shownByKey.get(key);
        return Optional.ofNullable(byKey != null ? byKey : shownByHost.get(host));
    }

    /**
     * Returns what to remember: what was, and each peer with a preshared key that wg-mesh gave it.
     */
    static List<KnownPsk> toKeep(List<KnownPsk> before, List<DesiredPeer> peers) {
        var now = new HashMap<PublicKey, KnownPsk>();
        for (DesiredPeer peer : peers) {
            PskDecision psk = peer.psk();
            if (psk.kind() != PskDecision.Kind.UNMANAGED
                    && (psk.key().isPresent() || psk.shown().isPresent())) {
                PublicKey key = peer.peer().key();
                now.putIfAbsent(key, new KnownPsk(peer.host(), key, psk.shown()));
            }
        }
        return Stream.concat(
                        now.values().stream(),
                        before.stream().filter(known -> !now.containsKey(known.key())))
                .toList();
    }
}
