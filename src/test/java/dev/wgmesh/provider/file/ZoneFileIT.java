package dev.wgmesh.provider.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.testing.MainProcess;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Needs root, BIND's named-checkzone and Knot's kzonecheck. */
class ZoneFileIT {
    private static final Path GOLDEN = Path.of("src/test/resources/zone/edit");

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("example.com.zone");
    }

    private ZoneProvider place() {
        return ZoneFileProvider.open(file(), Optional.empty(), InstantSource.system(), List.of());
    }

    private static void loads(Path zone) {
        ExternalTool.output("named-checkzone", "-k", "ignore", "example.com", zone.toString());
        ExternalTool.output("kzonecheck", "-o", "example.com", zone.toString());
    }

    @Test
    void forty_joins_one_after_the_other_leave_a_zone_that_bind_and_knot_load() throws Exception {
        Files.copy(GOLDEN.resolve("plain.before.zone"), file());
        loads(file());
        for (int n = 10; n < 50; n++) {
            PlanText.commit(
                    place(),
                    List.of(
                            "_wireguard.n" + n + " 300 TXT \"key\"",
                            "_wireguard.n" + n + " 300 A 10.0.0." + n,
                            "_wireguard._udp.n" + n + " 300 SRV 0 0 51820 n" + n,
                            "_revision._p2p 300 TXT \"" + n + "\""));
            PlanText.addToList(place(), "n" + n + ".example.com");
        }
        loads(file());
        String text = Files.readString(file());
        assertEquals(
                43, place().read(List.of()).zone().rrset(list()).orElseThrow().records().size());
        assertEquals(text, text.replace("\n\n\n", "\n\n"));
    }

    private static Question list() {
        return Question.of("_p2p.example.com", Type.TXT);
    }

    @Test
    void a_full_disk_leaves_the_file_as_it_was() throws Exception {
        ExternalTool.output(
                "mount", "-t", "tmpfs", "-o", "size=64k", "wg-mesh-test", folder.toString());
        try {
            String text = ZoneProviderContract.ZONE + "; x".repeat(4_000) + "\n";
            Files.writeString(file(), text);
            PlanText.commit(place(), List.of("y 60 A 192.0.2.6"));
            String before = Files.readString(file());
            var reading = place().read(List.of());
            var plan = PlanText.plan(reading, List.of("x 60 A 192.0.2.7"));
            fill(folder.resolve("big"));
            var failure = assertThrows(Failure.class, () -> place().commit(reading, plan));
            assertEquals(Failure.Kind.UNREADABLE, failure.kind());
            assertTrue(failure.toString().contains("no space left on device"));
            assertEquals(before, Files.readString(file()));
            try (var entries = Files.list(folder)) {
                assertEquals(
                        List.of(".wg-mesh.lock", "big", "example.com.zone"),
                        entries.map(p -> p.getFileName().toString()).sorted().toList());
            }
        } finally {
            ExternalTool.output("umount", folder.toString());
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(new byte[1_024]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left"));
        }
    }

    @Test
    void owner_and_mode_are_kept() throws Exception {
        Files.writeString(file(), ZoneProviderContract.ZONE);
        ExternalTool.output("chown", "nobody:nogroup", file().toString());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw-r--"));
        PlanText.commit(place(), List.of("x 60 A 192.0.2.7"));
        assertEquals(
                "nobody nogroup 664\n",
                ExternalTool.output("stat", "-c", "%U %G %a", file().toString()));
    }

    @Test
    void without_permission_nothing_changes_and_it_is_reported() throws Exception {
        Files.writeString(file(), ZoneProviderContract.ZONE);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String classes = copiedClassPath();
        String said = asNobody(classes, "x 60 A 192.0.2.7");
        assertEquals(
                folder.resolve(".wg-mesh.lock")
                        + ": permission denied; run as a user with access, or change the"
                        + " permissions\n",
                said);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        assertEquals(
                file()
                        + ": permission denied; run as a user with access, or change the"
                        + " permissions\n",
                asNobody(classes, "x 60 A 192.0.2.7"));
        assertEquals(ZoneProviderContract.ZONE, Files.readString(file()));
    }

    /** A class path that every user can read. */
    private String copiedClassPath() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var copied = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path from = Path.of(entry);
            Path to = classes.resolve(String.valueOf(copied.size()));
            if (Files.isDirectory(from)) {
                ExternalTool.output("cp", "-rT", from.toString(), to.toString());
            } else {
                Files.copy(from, to);
            }
            copied.add(to.toString());
        }
        ExternalTool.output("chmod", "-R", "a+rX", classes.toString());
        return String.join(":", copied);
    }

    private String asNobody(String classes, String line) {
        return ExternalTool.output(
                "setpriv",
                "--reuid=nobody",
                "--clear-groups",
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                Writer.class.getName(),
                file().toString(),
                line);
    }

    @Test
    void a_writer_that_is_killed_leaves_the_file_whole() throws Exception {
        Files.writeString(folder.resolve("part.inc"), "part 60 IN TXT \"0\"\n");
        Files.writeString(file(), ZoneProviderContract.ZONE + "$INCLUDE part.inc\n");
        long serial = PlanText.serial(place());
        for (int round = 0; round < 8; round++) {
            Process writer =
                    new ProcessBuilder(
                                    new MainProcess(folder)
                                            .program(Writer.class)
                                            .commandLine(file().toString()))
                            .redirectErrorStream(true)
                            .start();
            while (writer.isAlive() && PlanText.serial(place()) < serial + 10) {
                Thread.sleep(1);
            }
            Thread.sleep(3 * round);
            writer.destroyForcibly();
            assertTrue(writer.waitFor(5, TimeUnit.MINUTES));
            assertTrue(PlanText.serial(place()) >= serial + 10);
            serial = PlanText.serial(place());
        }
        PlanText.commit(place(), List.of("x 60 A 192.0.2.7"));
        assertEquals(serial + 1, PlanText.serial(place()));
        try (var entries = Files.list(folder)) {
            assertEquals(
                    List.of(".wg-mesh.lock", "example.com.zone", "part.inc"),
                    entries.map(p -> String.valueOf(p.getFileName())).sorted().toList());
        }
    }

    /** Commits one line and says what went wrong, or commits again and again until it is killed. */
    static final class Writer {
        /** Commits of a writer that nobody kills: a minute's worth. */
        private static final int MOST = 20_000;

        private Writer() {}

        public static void main(String[] args) {
            var place =
                    ZoneFileProvider.open(
                            Path.of(args[0]), Optional.empty(), InstantSource.system(), List.of());
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            try {
                for (int n = 1; args.length == 1; n++) {
                    if (n > MOST) {
                        return;
                    }
                    String text = " TXT \"" + n + "\"";
                    PlanText.commit(place, List.of("part 60" + text, "_revision._p2p 300" + text));
                }
                PlanText.commit(place, List.of(args[1]));
                out.println("done");
            } catch (Failure failure) {
                out.println(failure.getMessage());
            }
        }
    }
}
