package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a command does to zones, as JSON. */
public final class ZonePlanJson {
    private ZonePlanJson() {}

    /** A document {@code wg-mesh/join}: a host that is a member now, or would be. */
    public static ObjectNode join(
            HostName host, MeshName mesh, PublicKey key, List<IpAddress> addresses) {
        ObjectNode document = Json.document("join");
        document.put("host", host.text()).put("mesh", mesh.text());
        document.put("publicKey", key.base64());
        document.set("addresses", Json.strings(addresses));
        return document;
    }

    /**
     * The document with {@code committed}, {@code plans} in the order in which they are committed,
     * and {@code problems}.
     */
    public static ObjectNode plans(
            ObjectNode document,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            List<Problem> problems) {
        document.put("committed", !receipts.isEmpty());
        ArrayNode zones = document.putArray("plans");
        for (ZonePlan plan : plans) {
            ObjectNode zone = zones.addObject();
            zone.put("zone", plan.zone().toString(true)).put("purpose", plan.purpose());
            receipts.stream()
                    .filter(receipt -> receipt.plan().equals(plan))
                    .findFirst()
                    .ifPresent(receipt -> receipt(zone, receipt));
            ArrayNode changes = zone.putArray("changes");
            plan.changes().forEach(change -> change(changes.addObject(), change));
        }
        document.set("problems", Json.problems(problems));
        return document;
    }

    private static void receipt(ObjectNode zone, Receipt receipt) {
        zone.put("place", receipt.place());
        zone.put("serial", receipt.serial());
        zone.put("time", receipt.time().toString());
    }

    private static void change(ObjectNode node, RRsetChange change) {
        var lines = ZonePlanText.Lines.of(change);
        node.put("rrset", change.question().toString());
        node.set("removed", Json.strings(lines.removed()));
        node.set("added", Json.strings(lines.added()));
    }

    /** Addresses that are free now: a document {@code wg-mesh/addresses}. */
    public static ObjectNode addresses(String mesh, String pool, List<IpAddress> addresses) {
        ObjectNode document = Json.document("addresses");
        document.put("mesh", mesh).put("pool", pool);
        document.set("addresses", Json.strings(addresses));
        document.putArray("problems");
        return document;
    }
}
