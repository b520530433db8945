package dev.wgmesh.render;

import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.Path;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;

/** The plan of a pass as text: each member's paths and why, then the changes. */
public final class DevicePlanText {
    private DevicePlanText() {}

    /** The whole plan; ends with {@code nothing to do} where nothing is to change. */
    public static String of(DevicePlan plan) {
        DesiredDevice desired = plan.desired();
        var text = new StringBuilder();
        text.append(desired.device())
                .append(" of ")
                .append(desired.self())
                .append(", paths=")
                .append(desired.paths())
                .append('\n');
        desired.peers().forEach(peer -> peer(text, peer));
        text.append('\n').append(changes(plan));
        return text.toString();
    }

    /** The changes only, a line each with its reason; {@code nothing to do} where there is none. */
    public static String changes(DevicePlan plan) {
        if (plan.isEmpty()) {
            return "nothing to do\n";
        }
        var text = new StringBuilder();
        plan.create()
                .ifPresent(
                        i ->
                                text.append("+ interface ")
                                        .append(i.name())
                                        .append(" listen-port ")
                                        .append(i.port())
                                        .append('\n'));
        for (PlannedChange change : plan.changes()) {
            text.append(DeviceChangeText.of(change.change()))
                    .append("  # ")
                    .append(change.reason())
                    .append('\n');
        }
        return text.toString();
    }

    private static void peer(StringBuilder text, DesiredPeer peer) {
        text.append("  ").append(peer.host());
        peer.peer()
                .endpoint()
                .ifPresentOrElse(
                        e -> text.append(" at ").append(e), () -> text.append(" without endpoint"));
        text.append(" (").append(peer.endpoint().reason()).append(")\n");
        for (Path path : peer.paths()) {
            text.append("    ")
                    .append(claim(path.claim()))
                    .append(": ")
                    .append(path.kind())
                    .append(", ")
                    .append(path.reason())
                    .append('\n');
        }
    }

    private static String claim(Prefix prefix) {
        return prefix.isHost() ? prefix.network().toString() : prefix.toString();
    }
}
