package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code systemd-analyze verify} says of the units and drop-ins in examples. */
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

    @TempDir Path folder;

    private String verify(Path unit) {
        List<String> command =
                List.of(
                        "systemd-analyze",
                        "verify",
                        "--man=no",
                        "--recursive-errors=no",
                        unit.toString());
        try (RunningProcess running = RunningProcess.start(command, "")) {
            var ended = running.end(LIMIT);
            return ended.exit() + ended.out() + ended.err();
        }
    }

    @Test
    void the_unit_of_apply_has_no_fault() throws IOException {
        String text = Files.readString(Path.of("examples/wg-mesh@.service"));
        Path unit = folder.resolve("wg-mesh@_p2p.example.com.service");
        Files.writeString(unit, text.replace("/usr/local/bin/wg-mesh", "/bin/true"));
        assertEquals("0", verify(unit));
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
