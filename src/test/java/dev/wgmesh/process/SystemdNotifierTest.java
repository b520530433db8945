package dev.wgmesh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.ScriptedPrograms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemdNotifierTest {
    private final ScriptedPrograms programs = new ScriptedPrograms();

    @Test
    void without_systemd_nothing_is_run() {
        var systemd = new SystemdNotifier(Map.of("WATCHDOG_USEC", "1000"), programs);
        systemd.report("1", true);
        systemd.alive();
        systemd.reloading();
        systemd.stopping();
        assertEquals(List.of(), programs.started());
        assertEquals(Optional.empty(), systemd.watchdogInterval());
    }

    @Test
    void a_reload_is_reported_with_its_time_from_systemd_253_on() {
        for (String old :
                List.of("systemd 252 (252.39-1~deb12u2)\n+PAM +AUDIT\n", "", "systemd x")) {
            assertEquals("RELOADING=1", reloading(old));
        }
        for (String young : List.of("systemd 253\n", "systemd 257 (257.13-1~deb13u1)\n+PAM\n")) {
            assertEquals("--reloading", reloading(young));
        }
    }

    private static String reloading(String version) {
        var machine = new ScriptedPrograms().prints("systemd-notify --version", version);
        new SystemdNotifier(Map.of("NOTIFY_SOCKET", "/s"), machine).reloading();
        String command = "env NOTIFY_SOCKET=/s systemd-notify ";
        assertTrue(machine.started().getLast().startsWith(command), machine.started().toString());
        return machine.started().getLast().substring(command.length());
    }

    @Test
    void a_watchdog_that_is_shorter_than_a_pass_is_answered_each_second() {
        var environment = Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "900000");
        assertEquals(
                Optional.of(Duration.ofSeconds(1)),
                new SystemdNotifier(environment, programs).watchdogInterval());
    }
}
