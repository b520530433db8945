package dev.wgmesh.testing;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.NodeReading;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A device and its routes as readable lines. */
public final class DeviceText {
    /** Routes that the kernel makes by itself (RTPROT_KERNEL) are not shown. */
    private static final int KERNEL = 2;

    private DeviceText() {}

    /** The interface, its addresses, its peers, then the routes of the node. */
    public static String of(Device device) {
        var lines = new ArrayList<String>();
        NodeReading read = device.read();
        read.device().ifPresentOrElse(s -> lines.addAll(of(s)), () -> lines.add("no interface"));
        read.facts().routes().stream()
                .filter(route -> route.protocol() != KERNEL)
                .map(DeviceText::of)
                .forEach(lines::add);
        return String.join("\n", lines);
    }

    private static List<String> of(DeviceState state) {
        var lines = new ArrayList<String>();
        lines.add(
                "interface port "
                        + state.port()
                        + " mtu "
                        + state.mtu()
                        + (state.up() ? " up" : " down")
                        + state.key()
                                .map(key -> " key " + key.base64().substring(0, 4))
                                .orElse(""));
        state.addresses().forEach(address -> lines.add("addr " + address));
        state.peers().stream().map(PeerState::peer).map(DeviceText::of).forEach(lines::add);
        return lines;
    }

    private static String of(Peer peer) {
        return "peer "
                + peer.key().base64().substring(0, 4)
                + peer.endpoint().map(endpoint -> " at " + endpoint).orElse("")
                + peer.allowedIps().stream()
                        .map(Prefix::toString)
                        .collect(Collectors.joining(" ", " for ", ""))
                + (peer.keepalive().isZero() ? "" : " every " + peer.keepalive().toSeconds());
    }

    private static String of(Route route) {
        return "route "
                + route.destination()
                + route.via().map(via -> " via " + via).orElse("")
                + " dev "
                + device(route.device())
                + route.second().map(hop -> ", " + hop).orElse("")
                + route.source().map(source -> " src " + source).orElse("")
                + " proto "
                + route.protocol()
                + route.place().suffix();
    }

    private static String device(String name) {
        return name.startsWith("v") ? name : "WG";
    }
}
