package dev.wgmesh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd receives, at a real datagram socket. */
class SystemdNotifierIT {
    /** Prints the lines of each datagram, and an empty line after it. */
    private static final String LISTENER =
            "socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; bind(S, pack_sockaddr_un($ARGV[0])) or die;"
                    + " $| = 1; print qq(listens\\n);"
                    + " while (defined recv(S, $text, 4096, 0)) {"
                    + " print qq($text\\n\\n) unless $text =~ /^BARRIER=/ }";

    @TempDir Path folder;

    private List<String> received(Map<String, String> more, Datagrams sent) throws IOException {
        String socket = folder.resolve("notify").toString();
        Process listener =
                new ProcessBuilder("perl", "-MSocket", "-e", LISTENER, socket)
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader out = listener.inputReader()) {
            assertEquals("listens", out.readLine());
            var environment = new HashMap<>(more);
            environment.put("NOTIFY_SOCKET", socket);
            Programs programs = Programs.system(System.getenv());
            sent.by(new SystemdNotifier(environment, programs));
            listener.toHandle().destroy();
            var lines = new ArrayList<String>();
            out.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
            return lines;
        } finally {
            listener.destroyForcibly();
        }
    }

    /** What is sent. */
    private interface Datagrams {
        void by(SystemdNotifier systemd);
    }

    @Test
    void a_service_that_is_ready_says_so_with_its_status() throws Exception {
        assertEquals(
                List.of("READY=1", "STATUS=3 members, 2 of 2 peers up", "STATUS=4", "STOPPING=1"),
                received(
                        Map.of(),
                        systemd -> {
                            systemd.report("3 members, 2 of 2 peers up", true);
                            systemd.report("4", false);
                            systemd.stopping();
                        }));
    }

    @Test
    void a_unit_with_a_watchdog_hears_of_the_service_at_each_pass_and_in_between()
            throws Exception {
        assertEquals(
                List.of("STATUS=1", "WATCHDOG=1", "WATCHDOG=1"),
                received(
                        Map.of("WATCHDOG_USEC", "60000000"),
                        systemd -> {
                            assertEquals(
                                    Optional.of(Duration.ofSeconds(20)),
                                    systemd.watchdogInterval());
                            systemd.report("1", false);
                            systemd.alive();
                        }));
    }

    /** With the program of any version; of systemd 253 and newer with the time. */
    @Test
    void a_reload_is_reported() throws Exception {
        List<String> lines = received(Map.of(), SystemdNotifier::reloading);
        assertEquals("RELOADING=1", lines.getFirst());
        assertEquals(
                List.of(),
                lines.stream().skip(1).filter(it -> !it.matches("MONOTONIC_USEC=[0-9]+")).toList());
    }
}
