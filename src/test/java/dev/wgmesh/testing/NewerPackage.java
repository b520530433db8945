package dev.wgmesh.testing;

import dev.wgmesh.testing.net.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A .deb with the content of another one, and a higher version: only its control file differs. */
public final class NewerPackage {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private NewerPackage() {}

    /** Makes {@code newer.deb} in a folder. */
    public static Path of(Path deb, Path folder) {
        String script =
                """
                set -e
                mkdir -p "$2/control"
                cd "$2"
                ar x "$1"
                tar -xf control.tar.* -C control
                sed -i '/^Version:/s/$/+newer/' control/control
                rm control.tar.*
                tar --owner=0 --group=0 -czf control.tar.gz -C control .
                ar rc newer.deb debian-binary control.tar.gz data.tar.*
                """;
        var words = List.of("bash", "-c", script, "bash", deb.toString(), folder.toString());
        try (RunningProcess running = RunningProcess.start(words, "")) {
            running.end(LIMIT).requireSuccess();
        }
        return folder.resolve("newer.deb");
    }
}
