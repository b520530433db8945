package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.apply.PassResult;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.SystemdNotifier;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code systemctl status} shows of a node on {@code apply --watch}. */
class ServiceStatusTest {
    private static final String MESH =
            """
            a.example.com mesh=10.0.0.1 at=203.0.113.1
            b.example.com mesh=10.0.0.2 at=203.0.113.2
            c.example.com mesh=10.0.0.3 at=203.0.113.3
            """;

    private final ScriptedPrograms programs =
            new ScriptedPrograms().prints("systemd-notify --version", "systemd 257\n");
    private final ServiceStatus status =
            new ServiceStatus(
                    new SystemdNotifier(Map.of("NOTIFY_SOCKET", "/s"), programs),
                    () -> Instant.parse("2026-01-02T03:04:05Z"));

    private static PassResult result(Optional<Problem> savedMesh) {
        var node = new SimulatedNode("a", "10.0.0.1").on("eth0", "203.0.113.1/24");
        node.pass(MESH);
        node.answered("b");
        return new PassResult(
                node.node(),
                List.of(node.plan(MESH)),
                List.of(),
                savedMesh,
                List.of(),
                Duration.ofSeconds(300));
    }

    private List<String> sent() {
        return programs.started().stream()
                .filter(line -> line.startsWith("env "))
                .map(line -> line.replace("env NOTIFY_SOCKET=/s systemd-notify ", ""))
                .toList();
    }

    @Test
    void one_line_says_members_peers_dns_and_the_next_pass() {
        status.meshRead();
        status.passed(result(Optional.empty()), Duration.ofSeconds(42));
        status.passed(result(Optional.of(Problem.of("dns", "no answer"))), Duration.ofHours(1));
        assertEquals(
                List.of(
                        "READY=1 STATUS=3 members, 1 of 2 peers up; DNS read at 2026-01-02 03:04:05"
                                + " UTC; next pass in 42 s",
                        "STATUS=3 members, 1 of 2 peers up; using the saved mesh, DNS read at"
                                + " 2026-01-02 03:04:05 UTC; next pass in 60 min"),
                sent());
    }

    @Test
    void a_service_is_ready_after_the_first_pass_that_does_not_fail() {
        status.reloading();
        status.failed(
                Failure.unreadable("_p2p.example.com", "no answer", "wait"), Duration.ofSeconds(2));
        status.passed(result(Optional.empty()), Duration.ofSeconds(42));
        assertEquals(
                List.of(
                        "STATUS=last pass failed: _p2p.example.com: no answer; next pass in 2 s",
                        "READY=1 STATUS=3 members, 1 of 2 peers up; DNS not read; next pass in 42 s"),
                sent());
    }

    @Test
    void a_reload_ends_with_its_pass_even_if_that_fails() {
        status.passed(result(Optional.empty()), Duration.ofSeconds(42));
        status.reloading();
        status.failed(
                Failure.unreadable("_p2p.example.com", "no answer", "wait"), Duration.ofSeconds(2));
        status.stopping();
        assertEquals(
                List.of(
                        "--reloading",
                        "READY=1 STATUS=last pass failed: _p2p.example.com: no answer;"
                                + " next pass in 2 s",
                        "STOPPING=1"),
                sent().subList(1, 4));
    }
}
