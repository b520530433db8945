package dev.wgmesh.observe;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The members that an observer answers about, and to.
 *
 * @param keys of the members that it may see
 * @param clients their mesh addresses: only these are answered
 */
record ObservedMesh(Map<HostName, PublicKey> keys, Set<IpAddress> clients) {
    static final ObservedMesh NONE = new ObservedMesh(Map.of(), Set.of());

    static ObservedMesh of(DesiredDevice desired) {
        var keys = new HashMap<HostName, PublicKey>();
        var clients = new HashSet<IpAddress>();
        for (DesiredPeer peer : desired.peers()) {
            keys.put(peer.host(), peer.peer().key());
            peer.peer().allowedIps().stream()
                    .filter(Prefix::isHost)
                    .map(Prefix::network)
                    .forEach(clients::add);
        }
        return new ObservedMesh(keys, clients);
    }
}
