package dev.wgmesh.provider.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.testing.ScriptedPrograms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneFileProviderTest implements ZoneProviderContract {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    @TempDir Path folder;

    @Override
    public ZoneProvider hosting(String text) throws IOException {
        Files.writeString(file(), text, StandardCharsets.ISO_8859_1);
        return ZoneFileProvider.open(file(), Optional.empty(), CLOCK, List.of());
    }

    private Path file() {
        return folder.resolve("example.com.zone");
    }

    private String written() throws IOException {
        return Files.readString(file(), StandardCharsets.ISO_8859_1);
    }

    private List<String> left() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void only_what_changes_is_written() throws IOException {
        ZoneProvider place = hosting("; kept\n" + ZONE);
        PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\""));
        assertEquals(
                "; kept\n"
                        + ZONE.replace("hostmaster 7 ", "hostmaster 8 ")
                                .replace(
                                        "_revision._p2p IN TXT \"2\"",
                                        "_revision._p2p IN TXT \"3\""),
                written());
        assertEquals(List.of(".wg-mesh.lock", "example.com.zone"), left());
    }

    @Test
    void the_file_that_holds_the_line_is_the_one_edited() throws IOException {
        Path members = folder.resolve("members.inc");
        Files.writeString(members, "_wireguard.node-b IN A 10.0.0.2 ; theirs\n");
        ZoneProvider place = hosting(ZONE + "$INCLUDE members.inc\n");
        PlanText.commit(place, List.of("_wireguard.node-b 300 A 10.0.0.9"));
        assertEquals("_wireguard.node-b IN A 10.0.0.9 ; theirs\n", Files.readString(members));
        assertEquals(
                ZONE.replace("hostmaster 7 ", "hostmaster 8 ") + "$INCLUDE members.inc\n",
                written());
    }

    @Test
    void a_file_included_under_two_names_is_not_changed() throws IOException {
        String text = "_wireguard.node-b IN A 10.0.0.2\n";
        Path members = Files.writeString(folder.resolve("members.inc"), text);
        Path link = Files.createSymbolicLink(folder.resolve("link.inc"), Path.of("members.inc"));
        String zone = ZONE + "$INCLUDE members.inc\n$INCLUDE link.inc\n";
        ZoneProvider place = hosting(zone);
        var failure =
                assertThrows(
                        Failure.class,
                        () -> PlanText.commit(place, List.of("_wireguard.node-b 300 A 10.0.0.9")));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(
                link
                        + ": is the same file as "
                        + members
                        + ", is included too, and would have to change;"
                        + " include the file once, or edit it by hand",
                failure.getMessage());
        assertEquals(text, Files.readString(members));
        assertEquals(zone, written());
        PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\""));
    }

    @Test
    void records_in_a_file_that_another_zone_includes_are_not_changed() throws IOException {
        String text = "_wireguard.node-b IN A 10.0.0.2\n";
        Path members = Files.writeString(folder.resolve("members.inc"), text);
        Files.writeString(folder.resolve("all.inc"), "$INCLUDE members.inc\n");
        Path other = folder.resolve("example.net.zone");
        String otherZone = ZONE.replace("example.com", "example.net") + "$include all.inc\n";
        Files.writeString(other, otherZone);
        Files.writeString(folder.resolve("broken.example.zone"), "$INCLUDE none.inc\n(");
        ZoneProvider place = hosting(ZONE + "$INCLUDE members.inc\n");
        var failure =
                assertThrows(
                        Failure.class,
                        () -> PlanText.commit(place, List.of("_wireguard.node-b 300 A 10.0.0.9")));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(
                members
                        + ": is included by "
                        + other
                        + " too, and would have to change; move the records of the mesh into "
                        + folder.resolve("example.com.zone")
                        + ", or edit both zones by hand",
                failure.getMessage());
        assertEquals(text, Files.readString(members));
        PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\""));
        assertEquals(otherZone, Files.readString(other));
    }

    @Test
    void the_soa_may_be_in_a_file_that_another_zone_includes() throws IOException {
        String soa = ZONE.lines().filter(line -> line.contains(" SOA ")).findFirst().orElseThrow();
        Path common = Files.writeString(folder.resolve("soa.inc"), soa + "\n");
        String zone = ZONE.replace(soa, "$INCLUDE soa.inc");
        Files.writeString(folder.resolve("example.net.zone"), zone);
        ZoneProvider place = hosting(zone);
        PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\""));
        assertEquals(
                soa.replace("hostmaster 7 ", "hostmaster 8 ") + "\n", Files.readString(common));
    }

    @Test
    void a_file_or_included_file_changed_since_it_was_read_makes_a_plan_stale() throws IOException {
        Path members = Files.writeString(folder.resolve("members.inc"), "");
        ZoneProvider place = hosting(ZONE + "$INCLUDE members.inc\n");
        for (Path changed : List.of(file(), members)) {
            var reading = place.read(List.of());
            Files.writeString(changed, Files.readString(changed) + "; by hand\n");
            var plan = PlanText.plan(reading, List.of("x 60 A 192.0.2.7"));
            var stale =
                    assertInstanceOf(ZoneProvider.Outcome.Stale.class, place.commit(reading, plan));
            assertEquals(
                    file() + ": changed since it was read; run the same command again",
                    stale.problem().toString());
        }
        assertEquals(7, PlanText.serial(place));
    }

    @Test
    void a_file_that_an_editor_saves_during_a_commit_stays_as_saved() throws IOException {
        Files.writeString(file(), ZONE);
        var next = new LinkedHashMap<>(Map.of(file().toString(), "edited"));
        BiPredicate<String, String> saving =
                (name, text) -> {
                    assertEquals(List.of(file().toString(), ZONE), List.of(name, text));
                    return false;
                };
        var before = Map.of(file().toString(), ZONE);
        assertFalse(ZoneFileProvider.write(next, before, saving));
        assertEquals(ZONE, written());
        assertEquals(List.of("example.com.zone"), left());
        assertTrue(ZoneFileProvider.write(next, before, (_, _) -> true));
        assertEquals("edited", written());
    }

    @Test
    void what_an_editor_saves_after_the_comparison_stays_and_what_was_written_is_taken_back()
            throws IOException {
        Files.writeString(file(), ZONE);
        Path part = Files.writeString(folder.resolve("part.inc"), "; part\n");
        var before = new LinkedHashMap<String, String>();
        before.put(part.toString(), "; part\n");
        before.put(file().toString(), ZONE);
        var next = new LinkedHashMap<>(Map.of(part.toString(), "edited"));
        next.putLast(file().toString(), "edited");
        BiPredicate<String, String> saving =
                (name, _) -> {
                    if (name.equals(file().toString())) {
                        append("; saved\n");
                    }
                    return true;
                };
        assertFalse(ZoneFileProvider.write(next, before, saving));
        assertEquals(ZONE + "; saved\n", written());
        assertEquals("; part\n", Files.readString(part));
        assertEquals(List.of("example.com.zone", "part.inc"), left());
    }

    private void append(String text) {
        try {
            Files.writeString(file(), text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_zone_with_a_journal_is_refused() throws IOException {
        ZoneProvider place = hosting(ZONE);
        Path journal = Files.createFile(folder.resolve("example.com.zone.jnl"));
        var reading = place.read(List.of());
        var plan = PlanText.plan(reading, List.of("x 60 A 192.0.2.7"));
        var failure = assertThrows(Failure.class, () -> place.commit(reading, plan));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(
                journal
                        + ": is the journal of a server that updates this zone itself; send the"
                        + " server updates: --server HOST; or run before: rndc freeze example.com"
                        + " && rndc sync -clean example.com, and after: rndc thaw example.com",
                failure.getMessage());
        assertEquals(ZONE, written());
    }

    /** The begin of a journal of BIND 9.18. */
    private static byte[] journal(int lastSerial) {
        return ByteBuffer.allocate(64)
                .put(";BIND LOG V9.2\n".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(16, 1)
                .putInt(24, lastSerial)
                .array();
    }

    @Test
    void a_journal_of_a_zone_that_is_signed_has_nothing_that_the_file_lacks() throws Exception {
        Path journal = folder.resolve("example.com.zone.jnl");
        Files.createFile(folder.resolve("example.com.zone.signed"));
        Files.write(journal, journal(8));
        var failure = assertThrows(Failure.class, () -> reloaded(new ScriptedPrograms()));
        assertEquals(
                journal + ": is the journal of a server that updates this zone itself",
                failure.problems().getFirst().where()
                        + ": "
                        + failure.problems().getFirst().what());
        Files.write(journal, journal(7));
        reloaded(new ScriptedPrograms());
        Files.write(journal, new byte[20]);
        assertThrows(Failure.class, () -> reloaded(new ScriptedPrograms()));
        Files.write(journal, journal(7));
        ZoneProvider place = hosting(ZONE);
        failure =
                assertThrows(
                        Failure.class,
                        () -> PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\"")));
        assertEquals(
                journal
                        + ": is the journal of a server that signs this zone, and no command loads"
                        + " the file; give the command: --reload 'rndc reload example.com'",
                failure.getMessage());
        Files.delete(folder.resolve("example.com.zone.signed"));
        assertThrows(Failure.class, () -> reloaded(new ScriptedPrograms()));
    }

    @Test
    void every_broken_line_is_reported_by_file_line_and_column() throws IOException {
        Files.writeString(folder.resolve("part.inc"), "\nb IN A 10.0.0.256\n");
        ZoneProvider place =
                hosting(ZONE + "a IN TXT \"open\n$INCLUDE part.inc\n$INCLUDE none.inc\n");
        var failure = assertThrows(Failure.class, () -> place.read(List.of()));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                file()
                        + ":10:10: the quoted string does not end on its line; close the string with '\"'\n"
                        + folder.resolve("part.inc")
                        + ":2:8: A: '10.0.0.256' is not an IPv4 address; write an IPv4 address:"
                        + " 192.0.2.1\n"
                        + file()
                        + ":12:10: $INCLUDE: "
                        + folder.resolve("none.inc")
                        + " does not exist; check the path",
                failure.getMessage());
    }

    @Test
    void an_included_file_outside_the_folder_is_not_read() throws IOException {
        Path outside = Files.createTempFile("outside", ".inc");
        try {
            Files.createSymbolicLink(folder.resolve("link.inc"), outside);
            ZoneProvider place =
                    hosting(ZONE + "$INCLUDE " + outside + "\n$INCLUDE link.inc\n$INCLUDE ../x\n");
            var failure = assertThrows(Failure.class, () -> place.read(List.of()));
            assertEquals(3, failure.problems().size());
            assertTrue(failure.problems().getFirst().what().endsWith("is outside " + folder + "/"));
            assertEquals(
                    "$INCLUDE: "
                            + folder
                            + "/link.inc is a symbolic link to "
                            + outside.toRealPath()
                            + ", outside "
                            + folder
                            + "/",
                    failure.problems().get(1).what());
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void a_file_that_does_not_exist_is_reported() {
        ZoneProvider place = ZoneFileProvider.open(file(), Optional.empty(), CLOCK, List.of());
        var failure = assertThrows(Failure.class, () -> place.read(List.of()));
        assertEquals(file() + ": does not exist; check the path", failure.getMessage());
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
    }

    @Test
    void a_link_stays_a_link_and_mode_is_kept() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real")).resolve("zone.txt");
        Files.writeString(real, ZONE);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(file(), Path.of("real", "zone.txt"));
        ZoneProvider place = ZoneFileProvider.open(file(), Optional.empty(), CLOCK, List.of());
        PlanText.commit(place, List.of("x 60 A 192.0.2.7"));
        assertTrue(Files.isSymbolicLink(file()));
        assertEquals(8, PlanText.serial(place));
        assertEquals(
                "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
    }

    @Test
    void a_zone_without_an_soa_cannot_be_changed() throws IOException {
        ZoneProvider place = hosting("$TTL 300\na IN A 10.0.0.1\n");
        var reading = place.read(List.of());
        var plan = PlanText.plan(reading, List.of("x 60 A 192.0.2.7"));
        var failure = assertThrows(Failure.class, () -> place.commit(reading, plan));
        assertEquals(
                file()
                        + ": has no SOA record; write exactly one SOA record: each change raises its serial",
                failure.getMessage());
    }

    @Test
    void a_serial_made_of_a_date_becomes_todays() throws IOException {
        ZoneProvider place = hosting(ZONE.replace(" 7 ", " 2025123107 "));
        PlanText.commit(place, List.of("x 60 A 192.0.2.7"));
        assertEquals(2026030400, PlanText.serial(place));
        PlanText.commit(place, List.of("x 60 A 192.0.2.8"));
        assertEquals(2026030401, PlanText.serial(place));
    }

    private String refused(String records) throws IOException {
        ZoneProvider place = hosting(ZONE + records);
        String before = written();
        var failure =
                assertThrows(
                        Failure.class,
                        () -> PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\"")));
        assertEquals(Failure.Kind.REFUSED, failure.kind());
        assertEquals(before, written());
        return String.valueOf(failure.getMessage()).replace(folder + "/", "");
    }

    @Test
    void a_signed_file_is_not_changed() throws IOException {
        int line = (int) ZONE.lines().count() + 1;
        String rest =
                ", which the change would make invalid; change the unsigned zone file and sign that"
                        + " one; or sign this file after the change: --zones DIR --resign COMMAND";
        String signature = " 8 2 300 20300101000000 20200101000000 1 example.com. AAAA\n";
        assertEquals(
                "example.com.zone:"
                        + (line + 1)
                        + ": holds a DNSSEC signature of example.com SOA"
                        + rest,
                refused("@ RRSIG NS" + signature + "@ RRSIG SOA" + signature));
        assertEquals(
                "example.com.zone:" + line + ": holds example.com NSEC" + rest,
                refused("@ NSEC www SOA NS NSEC\n"));
        assertEquals(
                "example.com.zone:" + line + ": holds example.com ZONEMD" + rest,
                refused("@ ZONEMD 7 1 1 " + "00".repeat(48) + "\n"));
        assertEquals(
                "example.com.zone:"
                        + line
                        + ": holds a DNSSEC signature of _revision._p2p.example.com TXT"
                        + rest,
                refused("_revision._p2p RRSIG TXT" + signature));
    }

    @Test
    void a_file_that_a_server_signs_is_changed() throws IOException {
        ZoneProvider place =
                hosting(
                        ZONE
                                + "@ DNSKEY 257 3 13 AAAA\n@ NSEC3PARAM 1 0 0 -\n"
                                + "eu NS ns.example.org.\neu DS 1 13 2 "
                                + "00".repeat(32)
                                + "\n");
        PlanText.commit(place, List.of("_revision._p2p 300 TXT \"3\""));
        assertTrue(written().contains("_revision._p2p IN TXT \"3\""), written());
    }

    @Test
    void a_signed_file_is_signed_before_it_is_loaded_and_not_loaded_if_that_fails()
            throws IOException, InterruptedException {
        Files.writeString(file(), ZONE + "@ NSEC www SOA NS NSEC\n", StandardCharsets.ISO_8859_1);
        var programs = new ScriptedPrograms();
        committed(programs, "3");
        assertEquals(List.of("sign", "rndc reload"), programs.ran());

        var failing = new ScriptedPrograms().fails("sign", 1, "no key\n");
        var failure = assertThrows(Failure.class, () -> committed(failing, "4"));
        assertEquals(Failure.Kind.PARTIAL, failure.kind());
        assertEquals(
                """
                example.com.zone: was written, but the signing command failed; fix the next error, then run: sign
                sign: ended with 1: no key\
                """,
                String.valueOf(failure.getMessage()).replace(folder + "/", ""));
        assertEquals(List.of("sign"), failing.ran());
    }

    private void committed(ScriptedPrograms programs, String revision) throws InterruptedException {
        ZoneProvider place =
                ZoneFileProvider.open(
                        file(),
                        Optional.empty(),
                        CLOCK,
                        List.of(
                                new ZoneFileCommand("signing", List.of("sign"), programs),
                                new ZoneFileCommand(
                                        "reload", List.of("rndc", "reload"), programs)));
        var reading = place.read(List.of());
        var plan = PlanText.plan(reading, List.of("_revision._p2p 300 TXT \"" + revision + "\""));
        Receipt receipt =
                assertInstanceOf(ZoneProvider.Outcome.Committed.class, place.commit(reading, plan))
                        .receipt();
        place.awaitVisible(receipt, _ -> {});
    }

    private String reloaded(ScriptedPrograms programs) throws Exception {
        Files.writeString(file(), ZONE, StandardCharsets.ISO_8859_1);
        var reload =
                new ZoneFileCommand("reload", List.of("rndc", "reload", "example.com"), programs);
        ZoneProvider place =
                ZoneFileProvider.open(file(), Optional.empty(), CLOCK, List.of(reload));
        var said = new ArrayList<String>();
        var reading = place.read(List.of());
        var plan = PlanText.plan(reading, List.of("_revision._p2p 300 TXT \"3\""));
        Receipt receipt =
                assertInstanceOf(ZoneProvider.Outcome.Committed.class, place.commit(reading, plan))
                        .receipt();
        assertEquals(List.of(), programs.ran(), "nothing runs before the file is written");
        try {
            place.awaitVisible(receipt, said::add);
        } catch (Failure failure) {
            assertEquals(Failure.Kind.PARTIAL, failure.kind());
            said.add(String.valueOf(failure.getMessage()).replace(folder + "/", ""));
        }
        assertTrue(written().contains("_revision._p2p IN TXT \"3\""), "the file stays written");
        return String.join("\n", said);
    }

    @Test
    void a_command_is_run_once_when_the_file_was_written() throws Exception {
        var programs = new ScriptedPrograms();
        assertEquals("runs rndc reload example.com", reloaded(programs));
        assertEquals(List.of("rndc reload example.com"), programs.ran());
    }

    @Test
    void a_command_that_fails_is_reported_with_its_output_and_how_to_fix_it() throws Exception {
        String told =
                """
                runs rndc reload example.com
                example.com.zone: was written, but the reload command failed; fix the next error, then run: rndc reload example.com
                rndc reload example.com:\
                """;
        assertEquals(
                told + " ended with 1: rndc: connect failed / see the log",
                reloaded(
                        new ScriptedPrograms()
                                .fails("rndc", 1, "rndc: connect failed\n\nsee the log\n")));
        assertEquals(
                told + " did not end within 30 s and printed nothing",
                reloaded(
                        new ScriptedPrograms()
                                .answers("rndc", new Programs.ProgramResult(137, "", "", true))));
        assertEquals(
                told + " ended with 2: 1 / 2 / 3 / 4 / 5 / …",
                reloaded(new ScriptedPrograms().fails("rndc", 2, "1\n2\n3\n4\n5\n6\n")));
    }
}
