package dev.wgmesh.render;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/status}. */
public final class StatusJson {
    private StatusJson() {}

    /** Returns the document with these members of the node's status. */
    public static JsonDocument status(NodeStatus status, List<MemberStatus> members) {
        Instant now = status.report().node().now();
        ObjectNode document = Json.document("status");
        document.put("mesh", status.report().mesh().name().text());
        document.put("time", now.toString());
        document.put("interface", status.report().node().device());
        status.report()
                .node()
                .actual()
                .map(DeviceState::up)
                .ifPresent(it -> document.put("up", it));
        status.report()
                .node()
                .actual()
                .map(DeviceState::port)
                .ifPresent(it -> document.put("port", it));
        document.put("self", status.self().text()).put("paths", status.paths().toString());
        document.put("dnsReadAt", status.report().readAt().toString());
        status.report()
                .lastPass()
                .ifPresent(last -> {
                    ObjectNode pass = document.putObject("lastPass");
                    pass.put("at", last.at().toString());
                    last.next().ifPresent(next -> pass.put("next", next.toString()));
                    pass.put("changes", last.changes());
                    pass.set("failed", Json.problems(last.failed()));
                });
        document.put("pendingChanges", status.pending().size());
        document.put("foreignPeers", status.foreignPeers());
        document.put("complete", status.isComplete());
        ArrayNode array = document.putArray("members");
        members.forEach(member -> put(array.addObject(), member));
        document.set("problems", Json.problems(status.problems()));
        return new JsonDocument(document);
    }

    static void put(ObjectNode node, MemberStatus member) {
        node.put("host", member.host().text());
        node.put("path", member.path().toString()).put("up", member.up());
        node.put("reason", member.reason());
        member.desired().ifPresent(it -> node.put("key", it.peer().key().base64()));
        member.endpoint().ifPresent(it -> node.put("endpoint", it.toString()));
        member.origin().ifPresent(it -> node.put("endpointFrom", it.toString()));
        member.peer().ifPresent(peer -> put(node, peer));
        member.rate()
                .ifPresent(rate -> {
                    ObjectNode its = node.putObject("rate");
                    its.put("received", rate.received()).put("sent", rate.sent());
                    its.put("over", rate.over().toMillis() / 1000.0);
                });
        member.ping()
                .ifPresent(ping -> {
                    ObjectNode its = node.putObject("ping");
                    its.put("sent", ping.sent()).put("received", ping.received());
                    ping.average().ifPresent(it -> its.put("average", it.toNanos() / 1e9));
                });
        member.desired().ifPresent(desired -> put(node, desired));
    }

    private static void put(ObjectNode node, PeerState peer) {
        peer.handshake().ifPresent(at -> node.put("handshake", at.toString()));
        node.put("received", peer.received()).put("sent", peer.sent());
        node.put("keepalive", peer.peer().keepalive().toSeconds());
        node.put("presharedKey", peer.presharedKey());
    }

    private static void put(ObjectNode node, DesiredPeer desired) {
        node.set("candidates", Json.strings(desired.candidates()));
        ArrayNode ways = node.putArray("ways");
        for (ClaimPath path : desired.paths()) {
            ways.add(DevicePlanJson.way(path));
        }
    }
}
