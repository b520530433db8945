package dev.wgmesh.render;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Peer;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.plan.StaticPeer;
import dev.wgmesh.problem.Problem;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/export}. */
public final class ExportJson {
    private ExportJson() {}

    /** Returns the document {@code wg-mesh/export-comparison}: how a file differs from DNS. */
    public static JsonDocument comparison(
            StaticConfiguration configuration, String file, List<Problem> differences) {
        ObjectNode document = Json.document("export-comparison");
        document.put("mesh", configuration.mesh().text()).put("host", configuration.host().text());
        document.put("file", file).put("fits", differences.isEmpty());
        ArrayNode array = document.putArray("differences");
        for (Problem difference : differences) {
            array.addObject().put("where", difference.where()).put("what", difference.what());
        }
        document.set("problems", Json.problems(configuration.problems()));
        return new JsonDocument(document);
    }

    /** Returns the document of a configuration; it never has a private key. */
    public static JsonDocument configuration(StaticConfiguration configuration) {
        ObjectNode document = Json.document("export");
        document.put("mesh", configuration.mesh().text()).put("host", configuration.host().text());
        document.put("key", configuration.key().base64());
        document.set(
                "addresses",
                Json.strings(configuration.addresses().stream().map(IpAddress::asPrefix).toList()));
        document.put("port", configuration.port()).put("mtu", configuration.mtu());
        document.put("read", configuration.read().truncatedTo(ChronoUnit.SECONDS).toString());
        document.put("ttl", configuration.ttl().toSeconds());
        ArrayNode peers = document.putArray("peers");
        for (StaticPeer member : configuration.peers()) {
            Peer peer = member.peer();
            ObjectNode node = peers.addObject().put("host", member.host().text());
            node.put("key", peer.key().base64());
            peer.endpoint().ifPresent(it -> node.put("endpoint", it.toString()));
            node.set("otherEndpoints", Json.strings(member.otherEndpoints()));
            node.set("allowedIps", Json.strings(peer.allowedIps()));
            if (!peer.keepalive().isZero()) {
                node.put("keepalive", peer.keepalive().toSeconds());
            }
        }
        document.set("problems", Json.problems(configuration.problems()));
        return new JsonDocument(document);
    }
}
