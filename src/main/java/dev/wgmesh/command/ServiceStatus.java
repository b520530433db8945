package dev.wgmesh.command;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.SystemdNotifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code systemctl status} shows of a watching node, in one line. */
final class ServiceStatus {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final SystemdNotifier systemd;
    private final InstantSource clock;
    private Optional<Instant> meshRead = Optional.empty();
    private boolean ready;
    private boolean reloading;

    ServiceStatus(SystemdNotifier systemd, InstantSource clock) {
        this.systemd = systemd;
        this.clock = clock;
    }

    /** Notes that the mesh was read: by the pass that is reported next. */
    void meshRead() {
        meshRead = Optional.of(clock.instant());
    }

    void passed(PassResult result, Duration next) {
        send(members(result) + "; " + dns(result) + "; next pass in " + text(next), true);
    }

    void failed(Failure failure, Duration next) {
        String what =
                failure.problems().stream()
                        .map(problem -> problem.where() + ": " + problem.what())
                        .findFirst()
                        .orElse("");
        send("last pass failed: " + what + "; next pass in " + text(next), false);
    }

    private void send(String status, boolean passed) {
        // a reload ends also where DNS cannot be read
        boolean isNews = passed && !ready || reloading;
        systemd.report(status, isNews);
        ready |= passed;
        reloading = false;
    }

    /** Says that everything is read again. */
    void reloading() {
        reloading = ready;
        if (reloading) {
            systemd.reloading();
        }
    }

    void stopping() {
        systemd.stopping();
    }

    private static String members(PassResult result) {
        Set<PublicKey> members =
                result.last().desired().peers().stream()
                        .map(peer -> peer.peer().key())
                        .collect(Collectors.toSet());
        long up =
                result.node().peers().stream()
                        .filter(peer -> members.contains(peer.peer().key()))
                        .filter(peer -> peer.isLive(result.node().now()))
                        .count();
        return members.isEmpty()
                ? "no other member"
                : (members.size() + 1) + " members, " + up + " of " + members.size() + " peers up";
    }

    private String dns(PassResult result) {
        String when = meshRead.map(at -> "DNS read at " + TIME.format(at)).orElse("DNS not read");
        return result.savedMesh().isPresent() ? "using the saved mesh, " + when : when;
    }

    private static String text(Duration wait) {
        return wait.toMinutes() >= 5 ? wait.toMinutes() + " min" : wait.toSeconds() + " s";
    }
}
