package dev.wgmesh.testing.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A lab whose nodes have roots of their own over one Debian without Java. All of it is in the
 * folder of the lab, and what is mounted is in its namespaces. A lab that a killed test left is
 * removed by the next.
 */
public final class DebianRoots {
    private static final Path SCRIPT = Path.of("scripts", "debian-root").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** In the folder of a lab: the process that made it. */
    private static final String OWNER = "debian-root.pid";

    private DebianRoots() {}

    /** Returns a lab with a base; the caller closes it. */
    public static Lab open(String topology, List<String> packages) throws IOException {
        removeStale();
        Lab lab = Lab.of(topology);
        try {
            Files.writeString(
                    lab.folder().resolve(OWNER), String.valueOf(ProcessHandle.current().pid()));
            var words =
                    Stream.concat(
                                    Stream.of(SCRIPT.toString(), base(lab).toString()),
                                    packages.stream())
                            .toList();
            try (RunningProcess made = RunningProcess.start(words, "")) {
                made.end(LIMIT).requireSuccess();
            }
            return lab;
        } catch (IOException | RuntimeException | AssertionError e) {
            lab.close();
            throw e;
        }
    }

    /** Returns the folder with the Debian that all roots are layers over. */
    public static Path base(Lab lab) {
        return lab.folder().resolve("base");
    }

    private static void removeStale() throws IOException {
        for (String folder : Lab.folders()) {
            Path owner = Path.of(folder, OWNER);
            if (Files.exists(owner) && !isAlive(Files.readString(owner))) {
                Lab.remove(Path.of(folder));
            }
        }
    }

    private static boolean isAlive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent();
    }
}
