package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Name;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a command does to zones, as JSON. */
public final class ZonePlanJson {
    private ZonePlanJson() {}

    /** Returns a document {@code wg-mesh/join}: a host that is a member, or would be. */
    public static JsonDocument join(
            HostName host, MeshName mesh, PublicKey key, List<IpAddress> addresses) {
        ObjectNode document = Json.document("join");
        document.put("host", host.text()).put("mesh", mesh.text());
        document.put("publicKey", key.base64());
        document.set("addresses", Json.strings(addresses));
        return new JsonDocument(document);
    }

    /** Returns an empty document {@code wg-mesh/zone-plan}. */
    public static JsonDocument document() {
        return new JsonDocument(Json.document("zone-plan"));
    }

    /**
     * Returns the document {@code wg-mesh/change} of a key rotation.
     *
     * @param key in effect
     * @param next the next key
     * @param from when the next key takes effect
     */
    public static JsonDocument rotation(
            HostName host,
            MeshName mesh,
            PublicKey key,
            Optional<PublicKey> next,
            Optional<Instant> from) {
        JsonDocument document = change(host, mesh);
        document.node().put("publicKey", key.base64());
        next.ifPresent(it -> document.node().put("nextKey", it.base64()));
        from.ifPresent(
                it -> document.node().put("from", it.truncatedTo(ChronoUnit.SECONDS).toString()));
        return document;
    }

    /** Adds when a leave can be finished, rounded up to a second; nothing where it is finished. */
    public static JsonDocument finishFrom(JsonDocument document, Optional<Instant> from) {
        from.map(it -> it.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS).toString())
                .ifPresent(it -> document.node().put("from", it));
        return document;
    }

    /**
     * Returns a document {@code wg-mesh/change}: a member that is changed or removed, or would be.
     */
    public static JsonDocument change(HostName host, MeshName mesh) {
        ObjectNode document = Json.document("change");
        return new JsonDocument(document.put("host", host.text()).put("mesh", mesh.text()));
    }

    /**
     * Adds {@code committed}, {@code plans} in the order in which they are committed, and {@code
     * problems}; returns the document.
     */
    public static JsonDocument plans(
            JsonDocument base,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            List<Problem> problems) {
        return plans(base, plans, receipts, problems, _ -> Optional.empty());
    }

    /**
     * Does the same with the host of each zone, by its apex, so that the document can be pushed.
     */
    public static JsonDocument plans(
            JsonDocument base,
            List<ZonePlan> plans,
            List<Receipt> receipts,
            List<Problem> problems,
            Function<Name, Optional<Location.KnownHost>> hosts) {
        ObjectNode document = base.node();
        document.put("committed", !receipts.isEmpty());
        ArrayNode zones = document.putArray("plans");
        for (ZonePlan plan : plans) {
            ObjectNode zone = plan(plan, hosts.apply(plan.zone()));
            receipts.stream()
                    .filter(receipt -> receipt.plan().equals(plan))
                    .findFirst()
                    .ifPresent(receipt -> receipt(zone, receipt));
            zones.add(zone);
        }
        document.set("problems", Json.problems(problems));
        return base;
    }

    /** Returns all of a plan: what it is made from, and what each RRset keeps, loses and gains. */
    static ObjectNode plan(ZonePlan plan, Optional<Location.KnownHost> host) {
        ObjectNode zone = Json.object();
        zone.put("zone", plan.zone().toString(true)).put("purpose", plan.purpose());
        host.ifPresent(it -> LocationJson.write(it, zone.putObject("host")));
        ArrayNode conditions = zone.putArray("conditions");
        plan.conditions().forEach(it -> condition(conditions.addObject(), it));
        ArrayNode changes = zone.putArray("changes");
        plan.changes().forEach(change -> change(changes.addObject(), change));
        return zone;
    }

    static void receipt(ObjectNode zone, Receipt receipt) {
        zone.put("place", receipt.place());
        zone.put("serial", receipt.serial());
        zone.put("time", receipt.time().toString());
        receipt.changeId().ifPresent(id -> zone.put("changeId", id));
    }

    private static void condition(ObjectNode node, Condition condition) {
        node.put("rrset", condition.question().toString());
        switch (condition) {
            case Condition.RRsetExists(RRset set) ->
                    node.set(
                            "holds",
                            Json.strings(set.dnsRecords().stream().map(RecordLine::of).toList()));
            case Condition.RRsetAbsent(_) -> node.put("absent", true);
        }
    }

    private static void change(ObjectNode node, RRsetChange change) {
        var lines = ZonePlanText.RecordDiff.of(change);
        node.put("rrset", change.question().toString());
        node.set("kept", Json.strings(lines.kept()));
        node.set("removed", Json.strings(lines.removed()));
        node.set("added", Json.strings(lines.added()));
    }

    /**
     * Returns a line of an audit log: a document {@code wg-mesh/audit}.
     *
     * @param user who ran the command; empty where nobody says
     */
    public static String audit(Receipt receipt, Optional<String> user) {
        ObjectNode line = Json.document("audit").put("time", receipt.time().toString());
        user.ifPresent(name -> line.put("user", name));
        line.put("purpose", receipt.plan().purpose());
        line.put("zone", receipt.plan().zone().toString(true));
        line.put("place", receipt.place()).put("serial", receipt.serial());
        receipt.changeId().ifPresent(id -> line.put("changeId", id));
        ArrayNode changes = line.putArray("changes");
        for (RRsetChange change : receipt.plan().changes()) {
            var lines = ZonePlanText.RecordDiff.of(change);
            lines.removed().forEach(text -> changes.add("- " + text));
            lines.added().forEach(text -> changes.add("+ " + text));
        }
        return Json.line(line);
    }

    /** Addresses that are free now: a document {@code wg-mesh/addresses}. */
    public static JsonDocument addresses(String mesh, String pool, List<IpAddress> addresses) {
        ObjectNode document = Json.document("addresses");
        document.put("mesh", mesh).put("pool", pool);
        document.set("addresses", Json.strings(addresses));
        document.putArray("problems");
        return new JsonDocument(document);
    }
}
