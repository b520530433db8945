package dev.wgmesh.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void a_reload_is_reported_with_its_time_by_the_program() {
        new SystemdNotifier(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"), programs).reloading();
        assertEquals(
                List.of("env NOTIFY_SOCKET=/run/systemd/notify systemd-notify --reloading"),
                programs.started());
    }

    @Test
    void a_watchdog_that_is_shorter_than_a_pass_is_answered_each_second() {
        var environment = Map.of("NOTIFY_SOCKET", "@x", "WATCHDOG_USEC", "900000");
        assertEquals(
                Optional.of(Duration.ofSeconds(1)),
                new SystemdNotifier(environment, programs).watchdogInterval());
    }
}
