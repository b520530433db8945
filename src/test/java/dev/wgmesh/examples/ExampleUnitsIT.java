package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.net.FinishedProcess;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code systemd-analyze} says of the units and drop-ins in examples. */
class ExampleUnitsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** As k3s installs it, as far as the order is concerned. */
    private static final String K3S =
            """
            [Unit]
            Wants=network-online.target
            After=network-online.target

            [Service]
            Type=notify
            ExecStart=/bin/true server
            """;

    private static final Path UNIT = Path.of("examples/wg-mesh@.service");

    @TempDir Path folder;

    private static FinishedProcess analyze(String... words) {
        var command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(words));
        try (RunningProcess running = RunningProcess.start(command, "")) {
            return running.end(LIMIT);
        }
    }

    private static String verify(Path unit) {
        FinishedProcess ended =
                analyze("verify", "--man=no", "--recursive-errors=no", unit.toString());
        return ended.exit() + ended.out() + ended.err();
    }

    /** Returns the exit code: 0 where the exposure is 3.0 of 10 at most. */
    private static int security(Path unit) {
        return analyze(
                        "security",
                        "--offline=true",
                        "--threshold=30",
                        "--no-pager",
                        unit.toString())
                .exit();
    }

    private Path unit(String text) throws IOException {
        return Files.writeString(
                folder.resolve("wg-mesh@_p2p.example.com.service"),
                text.replace("/usr/bin/wg-mesh", "/bin/true"));
    }

    @Test
    void the_unit_of_apply_has_no_fault() throws IOException {
        assertEquals("0", verify(unit(Files.readString(UNIT))));
    }

    @Test
    void the_unit_of_apply_is_exposed_to_3_of_10_at_most() throws IOException {
        String text = Files.readString(UNIT);
        assertEquals(0, security(unit(text)));
        assertEquals(1, security(unit(text.replaceAll("(?m)^SystemCallFilter=.*", ""))));
    }

    @Test
    void the_drop_in_of_k3s_has_no_fault() throws IOException {
        Path unit = Files.writeString(folder.resolve("k3s.service"), K3S);
        Path dropIn = Files.createDirectory(folder.resolve("k3s.service.d")).resolve("wg.conf");
        Files.copy(Path.of("examples/k3s/order.conf"), dropIn);
        assertEquals("0", verify(unit));
        Files.writeString(dropIn, "[Unit]\nAfterwards=x\n");
        assertEquals("1", verify(unit).substring(0, 1), "a wrong word is found");
    }
}
