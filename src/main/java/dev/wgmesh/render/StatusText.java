package dev.wgmesh.render;

import dev.wgmesh.mesh.ClaimPath;
import dev.wgmesh.mesh.DesiredPeer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.LastPass;
import dev.wgmesh.plan.MemberPath;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.plan.PingResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The status of a node for people.
 *
 * @param width columns of the terminal
 */
public record StatusText(TerminalColour paint, int width) {
    /** Names of one reason that are printed; JSON has all. */
    private static final int NAMED = 5;

    private static final int LABEL = 15;

    /** Returns every member, sorted by name, below a summary. */
    public String node(NodeStatus status) {
        return head(status) + table(status, status.members(), false) + reasons(status.members());
    }

    /**
     * Returns as many members as fit a screen: first those without a session, then those with the
     * most traffic.
     */
    public String screen(NodeStatus status, int lines) {
        List<MemberStatus> shown =
                status.members().stream()
                        .sorted(
                                Comparator.comparing((MemberStatus it) -> it.up())
                                        .thenComparing(
                                                StatusText::traffic, Comparator.reverseOrder())
                                        .thenComparing(MemberStatus::host))
                        .limit(Math.max(1, lines))
                        .toList();
        int more = status.members().size() - shown.size();
        return head(status)
                + table(status, shown, true)
                + (more > 0 ? paint.dim("and " + Plural.of(more, "more member")) + "\n" : "")
                + problems(status);
    }

    private static long traffic(MemberStatus member) {
        return member.rate().map(rate -> rate.received() + rate.sent()).orElse(0L);
    }

    private static String problems(NodeStatus status) {
        int count = status.problems().size();
        return count == 0 ? "" : "\n" + Plural.of(count, "problem") + ": wg-mesh status\n";
    }

    private String table(NodeStatus status, List<MemberStatus> members, boolean live) {
        return members.isEmpty()
                ? ""
                : "\n" + new StatusTable(paint, width, live, now(status)).text(members);
    }

    private static Instant now(NodeStatus status) {
        return status.report().node().now();
    }

    /** Returns the node, the number of members by path, and the time of the last reading. */
    private String head(NodeStatus status) {
        var device = status.report().node().actual();
        String node =
                paint.bold(status.self() + " on " + status.report().node().device())
                        + " in "
                        + status.report().mesh().name()
                        + device.map(it -> it.up() ? "" : paint.red(", which is down")).orElse("")
                        + device.map(it -> ", port " + it.port()).orElse("")
                        + ", paths="
                        + status.paths();
        return node + "\n" + counts(status) + reading(status);
    }

    private String counts(NodeStatus status) {
        var counts = new EnumMap<MemberPath, Integer>(MemberPath.class);
        status.members().forEach(it -> counts.merge(it.path(), 1, Integer::sum));
        String parts =
                counts.entrySet().stream()
                        .map(it -> it.getValue() + " " + StatusTable.path(paint, it.getKey()))
                        .collect(Collectors.joining(", "));
        String foreign =
                status.foreignPeers() == 0
                        ? ""
                        : "; "
                                + Plural.of(status.foreignPeers(), "other peer")
                                + " on the interface";
        return Plural.of(status.members().size(), "other member")
                + (parts.isEmpty() ? "" : ": " + parts)
                + foreign
                + "\n";
    }

    private String reading(NodeStatus status) {
        Instant now = now(status);
        Instant readAt = status.report().readAt();
        var text = new StringBuilder();
        text.append("DNS read ")
                .append(Quantity.age(Duration.between(readAt, now)))
                .append(" ago, at ")
                .append(readAt.truncatedTo(ChronoUnit.SECONDS));
        status.report().lastPass().ifPresent(last -> text.append(pass(last, now)));
        if (status.report().lastPass().isEmpty()) {
            text.append("; last pass unknown");
        }
        text.append('\n');
        if (!status.pending().isEmpty()) {
            int size = status.pending().size();
            text.append(paint.yellow(Plural.of(size, "change") + " pending"))
                    .append(": see wg-mesh plan\n");
        }
        return text.toString();
    }

    private String pass(LastPass last, Instant now) {
        String failed = last.failed().isEmpty() ? "" : paint.red("; the last pass failed");
        if (last.next().isEmpty()) {
            return failed + "; apply ran once, without --watch";
        }
        Instant next = last.next().get();
        Duration late = Duration.between(next, now);
        if (late.compareTo(LATE) > 0) {
            return failed + "; " + paint.red("the next pass is " + Quantity.age(late) + " late");
        }
        return failed
                + "; next pass in "
                + Quantity.age(late.isNegative() ? late.negated() : Duration.ZERO);
    }

    /** A pass over a large mesh, with all its questions, takes no longer. */
    private static final Duration LATE = Duration.ofSeconds(90);

    /** Returns why members have no session; equal reasons once. */
    private String reasons(List<MemberStatus> members) {
        Map<String, List<MemberStatus>> byReason = new LinkedHashMap<>();
        for (MemberStatus member : members) {
            if (!member.up()) {
                byReason.computeIfAbsent(
                                member.path() + ": " + member.reason(), _ -> new ArrayList<>())
                        .add(member);
            }
        }
        if (byReason.isEmpty()) {
            return "";
        }
        var text = new StringBuilder("\n");
        byReason.forEach((reason, same) -> {
            MemberPath path = same.getFirst().path();
            text.append(StatusTable.path(paint, path))
                    .append(reason.substring(path.toString().length()))
                    .append('\n');
            same.stream()
                    .limit(NAMED)
                    .forEach(it -> text.append("  ").append(it.host()).append('\n'));
            if (same.size() > NAMED) {
                text.append(paint.dim("  and " + (same.size() - NAMED) + " more")).append('\n');
            }
        });
        return text.toString();
    }

    /** Returns all that is known of a member. */
    public String member(NodeStatus status, MemberStatus member) {
        var text = new StringBuilder(paint.bold(member.host().text())).append('\n');
        text.append(details(status, member));
        status.problems().stream()
                .filter(it -> it.where().contains(member.host().text()))
                .map(it -> it.where() + ": " + it.what())
                .forEach(it -> line(text, "problem", paint.yellow(it)));
        return text.toString();
    }

    /** Returns the session of a member, and what apply decides about it. */
    String details(NodeStatus status, MemberStatus member) {
        var text = new StringBuilder();
        line(text, "path", StatusTable.path(paint, member.path()) + ": " + member.reason());
        member.desired().ifPresent(it -> line(text, "key", it.peer().key().base64()));
        member.peer().ifPresent(peer -> session(text, member, peer, now(status)));
        member.ping().ifPresent(ping -> line(text, "ping", ping(ping)));
        return text + plan(member);
    }

    /** Returns what apply decides about a member. */
    String plan(MemberStatus member) {
        var text = new StringBuilder();
        member.desired()
                .ifPresentOrElse(
                        desired -> {
                            line(text, "candidates", candidates(desired));
                            line(text, "choice", choice(desired));
                            desired.paths()
                                    .forEach(path ->
                                            line(text, path.claim().toString(), claim(path)));
                        },
                        () -> line(text, "not a peer", member.reason()));
        return text.toString();
    }

    private static String choice(DesiredPeer desired) {
        return desired.peer().endpoint().map(it -> it + ", ").orElse("")
                + desired.endpoint().reason();
    }

    private void session(StringBuilder text, MemberStatus member, PeerState peer, Instant now) {
        line(
                text,
                "endpoint",
                member.endpoint().map(Endpoint::toString).orElse("none")
                        + member.origin().map(it -> ", from " + it.text()).orElse(""));
        line(
                text,
                "handshake",
                peer.handshake()
                        .map(at -> Quantity.age(Duration.between(at, now).abs()) + " ago, at " + at)
                        .orElse("never"));
        line(text, "received", Quantity.octets(peer.received()) + rate(member, true));
        line(text, "sent", Quantity.octets(peer.sent()) + rate(member, false));
        Duration keepalive = peer.peer().keepalive();
        line(text, "keepalive", keepalive.isZero() ? "off" : keepalive.toSeconds() + " s");
        line(text, "preshared key", peer.presharedKey() ? "yes" : "no");
    }

    private static String rate(MemberStatus member, boolean received) {
        return member.rate()
                .map(rate ->
                        ", "
                                + Quantity.octets(received ? rate.received() : rate.sent())
                                + "/s over the last "
                                + Quantity.age(rate.over()))
                .orElse("");
    }

    private static String ping(PingResult ping) {
        return ping.received()
                + " of "
                + ping.sent()
                + " answered"
                + ping.average().map(it -> ", " + Quantity.milliseconds(it)).orElse("");
    }

    private static String candidates(DesiredPeer desired) {
        return desired.candidates().isEmpty()
                ? "none"
                : desired.candidates().stream()
                        .map(Endpoint::toString)
                        .collect(Collectors.joining(", "));
    }

    private static String claim(ClaimPath path) {
        return path.kind()
                + ": "
                + path.reason()
                + path.route()
                        .map(it ->
                                " (dev "
                                        + it.device()
                                        + it.via().map(via -> " via " + via).orElse("")
                                        + ")")
                        .orElse("");
    }

    private void line(StringBuilder text, String name, String value) {
        text.append("  ")
                .append(paint.dim(name))
                .repeat(' ', Math.max(1, LABEL - name.length()))
                .append(value)
                .append('\n');
    }
}
