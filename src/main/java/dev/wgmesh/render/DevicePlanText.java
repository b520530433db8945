package dev.wgmesh.render;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredDevice;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.mesh.EndpointSource;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.NewInterface;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.TearDownPlan;
import java.util.List;
import java.util.Optional;

/** The plan of a pass for people. */
public final class DevicePlanText {
    private final TerminalColour paint;

    /** Creates a printer with that paint. */
    public DevicePlanText(TerminalColour paint) {
        this.paint = paint;
    }

    /** Returns every member with its paths and their reasons; ends with a line feed. */
    public String paths(DesiredDevice desired) {
        var text = new StringBuilder();
        text.append(
                paint.bold(desired.self() + " on " + desired.device())
                        + ", paths="
                        + desired.paths()
                        + "\n");
        int width =
                desired.peers().stream()
                        .flatMap(peer -> peer.paths().stream())
                        .mapToInt(path -> path.claim().toString().length())
                        .max()
                        .orElse(0);
        desired.peers().forEach(peer -> append(text, peer, width));
        if (desired.peers().stream().flatMap(p -> p.paths().stream()).anyMatch(this::isDirect)) {
            text.append(paint.dim("Direct paths are not encrypted; paths=tunnel sends all through"))
                    .append(paint.dim(" the tunnel."))
                    .append('\n');
        }
        return text.toString();
    }

    private boolean isDirect(ClaimPath path) {
        return switch (path.kind()) {
            case LAN, DIRECT, PUBLIC -> true;
            case ENDPOINT, TUNNEL, RELAY, ORIGIN -> false;
        };
    }

    private static String presharedKey(DesiredPeer peer) {
        return switch (peer.psk().kind()) {
            case UNMANAGED -> "";
            case MANAGED, FOREIGN_REPLACED ->
                    peer.psk().shown().isPresent()
                            ? ", has the secret of preshared keys"
                            : ", has not shown the secret of preshared keys";
            case FOREIGN_KEPT -> ", keeps its own preshared key";
        };
    }

    private static String origin(DesiredPeer peer) {
        return peer.endpoint().source() == EndpointSource.OBSERVED
                ? " (" + EndpointSource.OBSERVED + "; " + peer.endpoint().reason() + ")"
                : "";
    }

    private void append(StringBuilder text, DesiredPeer peer, int width) {
        String at =
                peer.peer()
                        .endpoint()
                        .map(e -> "at " + e + origin(peer))
                        .orElseGet(() -> "(" + peer.endpoint().reason() + ")");
        text.append("  " + peer.host() + " " + paint.dim(at + presharedKey(peer)) + "\n");
        for (ClaimPath path : peer.paths()) {
            String claim = path.claim().toString();
            text.append("    ")
                    .append(claim)
                    .append(" ".repeat(width - claim.length() + 2))
                    .append(path.kind())
                    .append(" ".repeat(8 - path.kind().toString().length() + 2))
                    .append(paint.dim(path.reason()))
                    .append('\n');
        }
    }

    /**
     * Returns the changes, one a line with its reason; {@code nothing to do} where there is none.
     */
    public String changes(DevicePlan plan) {
        if (plan.isEmpty()) {
            return "nothing to do\n";
        }
        var text = new StringBuilder();
        Optional<NewInterface> create = plan.create();
        create.ifPresent(it ->
                text.append(paint.green("+ interface " + it.name()))
                        .append(" port " + it.port() + "\n"));
        append(text, plan.changes(), new DeviceChangeText(plan.desired().peers()));
        return text.toString();
    }

    /** Returns what is taken off a node; {@code nothing to do} where there is nothing. */
    public String tearDown(TearDownPlan plan, String device) {
        var text = new StringBuilder();
        append(text, plan.changes(), new DeviceChangeText(List.of()));
        if (plan.deleteInterface()) {
            text.append(paint.red("- interface " + device) + "\n");
        }
        return text.isEmpty() ? "nothing to do\n" : text.toString();
    }

    private void append(StringBuilder text, List<PlannedChange> changes, DeviceChangeText lines) {
        for (PlannedChange planned : changes) {
            String line = lines.of(planned.change());
            String painted =
                    switch (line.charAt(0)) {
                        case '+' -> paint.green(line);
                        case '-' -> paint.red(line);
                        default -> paint.yellow(line);
                    };
            text.append(painted).append("  " + paint.dim(planned.reason())).append('\n');
        }
    }
}
