package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.PassStatistics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The statistics of a node in the text format of Prometheus, version 0.0.4. */
public final class MetricsText {
    /** The type of the text in HTTP. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double MILLIS = 1000;

    private final StringBuilder text = new StringBuilder();

    private MetricsText() {}

    /** Returns the text, with the peers as read at {@code now}. */
    public static String of(PassStatistics passes, Collection<PeerState> peers, Instant now) {
        var metrics = new MetricsText();
        metrics.passes(passes);
        metrics.members(passes, peers, now);
        return metrics.text.toString();
    }

    private void passes(PassStatistics passes) {
        head("wgmesh_info", "gauge", "The mesh and the interface of this node.");
        sample(
                "wgmesh_info",
                "mesh=\"%s\",interface=\"%s\",host=\"%s\""
                        .formatted(
                                passes.mesh(),
                                escape(passes.device()),
                                passes.desired().map(it -> it.self().text()).orElse("")),
                "1");
        head("wgmesh_passes_total", "counter", "Passes that ended, by result.");
        passes.passes()
                .forEach((outcome, count) ->
                        sample("wgmesh_passes_total", "result=\"" + word(outcome) + "\"", count));
        head("wgmesh_failures_total", "counter", "Passes that failed, by kind of failure.");
        passes.failures()
                .forEach((kind, count) ->
                        sample("wgmesh_failures_total", "kind=\"" + word(kind) + "\"", count));
        head("wgmesh_changes_total", "counter", "Changes of the interface and its routes.");
        sample("wgmesh_changes_total", "", passes.changes());
        head("wgmesh_problems", "gauge", "Problems of the last pass that made a plan.");
        sample("wgmesh_problems", "", passes.problems());
        time("wgmesh_last_pass_timestamp_seconds", "End of the last pass.", passes.lastPass());
        time(
                "wgmesh_last_success_timestamp_seconds",
                "End of the last pass that did all it planned.",
                passes.lastSuccess());
        time("wgmesh_next_pass_timestamp_seconds", "When the next pass is due.", passes.next());
        time(
                "wgmesh_dns_read_timestamp_seconds",
                "End of the last pass that used the mesh as DNS has it.",
                passes.meshRead());
    }

    private void members(PassStatistics passes, Collection<PeerState> peers, Instant now) {
        List<DesiredPeer> members = passes.desired().map(it -> it.peers()).orElse(List.of());
        Map<PublicKey, PeerState> states = new HashMap<>();
        peers.forEach(peer -> states.put(peer.peer().key(), peer));
        Map<HostName, DesiredPeer> byHost = new HashMap<>();
        members.forEach(member -> byHost.put(member.host(), member));
        head("wgmesh_members", "gauge", "Other members of the mesh that are peers.");
        sample("wgmesh_members", "", members.size());
        each(
                "wgmesh_member_up",
                "gauge",
                "Whether the member has a session: 1 or 0.",
                members,
                states,
                (member, _) -> Optional.of(isUp(member, byHost, states, now) ? "1" : "0"));
        each(
                "wgmesh_member_last_handshake_timestamp_seconds",
                "gauge",
                "Last handshake; 0: never.",
                members,
                states,
                (_, state) -> Optional.of(seconds(state.handshake().orElse(Instant.EPOCH))));
        each(
                "wgmesh_member_receive_bytes_total",
                "counter",
                "Octets received through the tunnel of the member.",
                members,
                states,
                (_, state) -> Optional.of(Long.toString(state.received())));
        each(
                "wgmesh_member_transmit_bytes_total",
                "counter",
                "Octets sent through the tunnel of the member.",
                members,
                states,
                (_, state) -> Optional.of(Long.toString(state.sent())));
        head("wgmesh_member_path", "gauge", "The path of packets to the member: 1.");
        for (DesiredPeer member : members) {
            Optional.ofNullable(states.get(member.peer().key()))
                    .ifPresent(state ->
                            sample(
                                    "wgmesh_member_path",
                                    label(member) + ",path=\"" + path(member, state, now) + "\"",
                                    "1"));
        }
    }

    /** Returns whether the member has a session, or the relay that leads to it. */
    private static boolean isUp(
            DesiredPeer member,
            Map<HostName, DesiredPeer> byHost,
            Map<PublicKey, PeerState> states,
            Instant now) {
        return member.relay()
                .map(byHost::get)
                .or(() -> Optional.of(member))
                .map(it -> states.get(it.peer().key()))
                .filter(state -> state.isLive(now))
                .isPresent();
    }

    private static String path(DesiredPeer member, PeerState state, Instant now) {
        if (member.relay().isPresent()) {
            return "relay";
        }
        if (!state.isLive(now)) {
            return "none";
        }
        boolean direct =
                member.paths().stream()
                        .map(ClaimPath::kind)
                        .anyMatch(kind ->
                                kind == ClaimPath.Kind.LAN || kind == ClaimPath.Kind.DIRECT);
        return direct ? "lan" : "tunnel";
    }

    private void each(
            String name,
            String type,
            String help,
            List<DesiredPeer> members,
            Map<PublicKey, PeerState> states,
            BiFunction<DesiredPeer, PeerState, Optional<String>> value) {
        head(name, type, help);
        for (DesiredPeer member : members) {
            Optional.ofNullable(states.get(member.peer().key()))
                    .flatMap(state -> value.apply(member, state))
                    .ifPresent(it -> sample(name, label(member), it));
        }
    }

    private static String label(DesiredPeer member) {
        return "member=\"" + escape(member.host().text()) + "\"";
    }

    private void time(String name, String help, Optional<Instant> at) {
        head(name, "gauge", help);
        at.ifPresent(it -> sample(name, "", seconds(it)));
    }

    private static String seconds(Instant at) {
        return String.format(Locale.ROOT, "%.3f", at.toEpochMilli() / MILLIS);
    }

    private void head(String name, String type, String help) {
        text.append("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
    }

    private void sample(String name, String labels, long value) {
        sample(name, labels, Long.toString(value));
    }

    private void sample(String name, String labels, String value) {
        text.append(name)
                .append(labels.isEmpty() ? "" : "{" + labels + "}")
                .append(' ')
                .append(value)
                .append('\n');
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Escapes a label's value. */
    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
