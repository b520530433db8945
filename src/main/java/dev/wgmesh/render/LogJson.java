package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The documents {@code wg-mesh/log}: a message or a change, one a line. */
public final class LogJson {
    private LogJson() {}

    /** Returns a message in words. */
    public static JsonDocument note(Instant time, LogLevel level, String text) {
        return new JsonDocument(head(time, level, "message").put("what", text));
    }

    /** Returns a problem. */
    public static JsonDocument problem(Instant time, LogLevel level, Problem problem) {
        ObjectNode node = head(time, level, "problem");
        node.put("where", problem.where()).put("what", problem.what());
        if (!problem.fix().isEmpty()) {
            node.put("fix", problem.fix());
        }
        return new JsonDocument(node);
    }

    /**
     * Returns the changes of a plan: what was changed, why, and of which member where it is one's.
     */
    public static List<JsonDocument> changes(Instant time, LogLevel level, DevicePlan plan) {
        var lines = new DeviceChangeText(plan.desired().peers());
        var peers = new HashMap<PublicKey, HostName>();
        var routes = new HashMap<Route, HostName>();
        for (DesiredPeer peer : plan.desired().peers()) {
            peer.all().forEach(one -> peers.put(one.peer().key(), one.host()));
            peer.paths().forEach(path -> path.route().ifPresent(it -> routes.put(it, peer.host())));
        }
        var documents = new ArrayList<JsonDocument>();
        plan.create()
                .ifPresent(it ->
                        documents.add(
                                change(
                                        time,
                                        level,
                                        Optional.empty(),
                                        "+ interface " + it.name() + " port " + it.port(),
                                        "the interface does not exist")));
        for (PlannedChange planned : plan.changes()) {
            documents.add(
                    change(
                            time,
                            level,
                            member(planned.change(), peers, routes),
                            lines.of(planned.change()),
                            planned.reason()));
        }
        return documents;
    }

    private static JsonDocument change(
            Instant time, LogLevel level, Optional<HostName> member, String what, String why) {
        ObjectNode node = head(time, level, "change");
        member.ifPresent(host -> node.put("member", host.text()));
        return new JsonDocument(node.put("what", what).put("why", why));
    }

    private static Optional<HostName> member(
            DeviceChange change, Map<PublicKey, HostName> peers, Map<Route, HostName> routes) {
        return switch (change) {
            case DeviceChange.AddPeer added -> Optional.ofNullable(peers.get(added.peer().key()));
            case DeviceChange.SetPresharedKey set -> Optional.ofNullable(peers.get(set.key()));
            case DeviceChange.UpdatePeer update -> Optional.ofNullable(peers.get(update.key()));
            case DeviceChange.RemovePeer removed -> Optional.ofNullable(peers.get(removed.key()));
            case DeviceChange.AddRoute(Route route) -> Optional.ofNullable(routes.get(route));
            case DeviceChange.ReplaceRoute replaced ->
                    Optional.ofNullable(routes.get(replaced.after()));
            case DeviceChange.RemoveRoute(Route route) -> Optional.ofNullable(routes.get(route));
            case DeviceChange.SetLinkUp _,
                    DeviceChange.SetPrivateKey _,
                    DeviceChange.SetForwarding _,
                    DeviceChange.AddAddress _,
                    DeviceChange.RemoveAddress _ ->
                    Optional.empty();
        };
    }

    private static ObjectNode head(Instant time, LogLevel level, String event) {
        return Json.document("log")
                .put("time", time.toString())
                .put("level", level.toString())
                .put("event", event);
    }
}
