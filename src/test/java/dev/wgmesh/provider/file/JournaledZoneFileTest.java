package dev.wgmesh.provider.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.files.FolderLock;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class JournaledZoneFileTest {
    private static final String HEAD =
            """
            $TTL 300
            @    IN SOA ns hostmaster %d 3600 900 86400 300
            @    IN NS ns
            ns   IN A 192.0.2.1
            """;

    @TempDir private Path folder;
    private Path file;
    private JournaledZoneFile zone;

    @BeforeEach
    void a_zone() throws IOException {
        file = folder.resolve("example.com.zone");
        write(1, "www  IN A 192.0.2.2 ; a comment\n");
        zone = new JournaledZoneFile(file, Clock.systemUTC());
    }

    @Test
    void an_update_is_in_the_journal_and_then_in_the_file() throws IOException {
        update(2, "www", "192.0.2.3");
        update(3, "new", "192.0.2.4");
        assertEquals(text(1, "www  IN A 192.0.2.2 ; a comment\n"), Files.readString(file));
        assertEquals(List.of(".wg-mesh-journal-example.com.zone"), journals());
        assertTrue(folded());
        assertEquals(
                text(3, "www  IN A 192.0.2.3 ; a comment\nnew  IN A 192.0.2.4\n"),
                Files.readString(file));
        assertEquals(List.of(), journals());
        assertEquals(Optional.empty(), changed());
    }

    @Test
    void updates_that_cancel_out_leave_the_lines_and_raise_the_serial() throws IOException {
        update(2, "www");
        update(3, "www", "192.0.2.2");
        assertTrue(folded());
        assertEquals(text(3, "www  IN A 192.0.2.2 ; a comment\n"), Files.readString(file));
    }

    @Test
    void an_rrset_that_was_removed_gets_the_ttl_it_was_added_with() throws IOException {
        update(2, "www");
        update(3, 60, "www", "192.0.2.2");
        assertTrue(folded());
        assertEquals(60, zoneNow().rrset(question("www")).orElseThrow().ttl());
        assertEquals(3, serial());
    }

    @Test
    void whoever_edits_the_file_after_a_crash_folds_the_journal_first() throws IOException {
        update(2, "new", "192.0.2.4");
        Files.writeString(journal(), "0badcafe update 3; cut o", StandardOpenOption.APPEND);
        ZoneProvider place = place();
        ZoneProvider.Reading reading = place.read(List.of());
        assertEquals("192.0.2.4", address(reading.zone(), "new"));
        var plan = plan(reading.zone(), 300, "other", "192.0.2.5");
        assertTrue(place.commit(reading, plan) instanceof ZoneProvider.Outcome.Committed);
        assertEquals(List.of(), journals());
        assertEquals(
                text(
                        3,
                        """
                        www  IN A 192.0.2.2 ; a comment
                        new  IN A 192.0.2.4
                        other IN A 192.0.2.5
                        """),
                Files.readString(file));
    }

    @Test
    void a_reading_has_the_updates_of_the_journal_and_writes_nothing() throws IOException {
        update(2, "new", "192.0.2.4");
        update(3, 60, "www", "192.0.2.9");
        Map<String, String> before = contents();
        ZoneContents read = place().read(List.of()).zone();
        assertEquals("192.0.2.4", address(read, "new"));
        assertEquals("192.0.2.9", address(read, "www"));
        assertEquals(3, serial());
        assertEquals(before, contents());
    }

    /** Returns the text of every file of the folder. */
    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                contents.put(path.toString(), Files.readString(path));
            }
        }
        return contents;
    }

    @Test
    void a_commit_of_another_writer_is_stale_where_an_update_came_after_its_reading() {
        ZoneProvider place = place();
        ZoneProvider.Reading reading = place.read(List.of());
        update(2, "new", "192.0.2.4");
        var plan = plan(reading.zone(), 300, "other", "192.0.2.5");
        assertTrue(place.commit(reading, plan) instanceof ZoneProvider.Outcome.Stale);
        assertEquals("192.0.2.4", address(zoneNow(), "new"));
    }

    @Test
    void an_edit_by_hand_is_kept_beside_the_updates() throws IOException {
        update(2, "new", "192.0.2.4");
        update(3, "new", "192.0.2.5");
        write(7, "www IN A 192.0.2.9\n");
        assertFalse(folded());
        assertEquals(text(8, "www IN A 192.0.2.9\nnew IN A 192.0.2.5\n"), Files.readString(file));
        assertTrue(changed().isPresent());
    }

    @Test
    void a_crash_after_the_file_was_written_changes_nothing_twice() throws IOException {
        update(2, "new", "192.0.2.4");
        String journal = Files.readString(journal());
        assertTrue(folded());
        Files.writeString(journal(), journal);
        ZoneJournal.beside(file.toRealPath()).file(ZoneFileDigest.of(Files.readString(file)));
        assertTrue(new JournaledZoneFile(file, Clock.systemUTC()).fold());
        assertEquals(2, serial());
        assertEquals(List.of(), journals());
    }

    @Test
    void updates_of_two_servers_are_both_kept() throws IOException {
        var other = new JournaledZoneFile(file, Clock.systemUTC());
        changed();
        update(other, 2, 300, "new", "192.0.2.4");
        update(3, "more", "192.0.2.5");
        assertTrue(folded());
        assertEquals("192.0.2.4", address(zoneNow(), "new"));
        assertEquals("192.0.2.5", address(zoneNow(), "more"));
    }

    @Test
    void a_damaged_journal_is_reported_and_kept() throws IOException {
        update(2, "new", "192.0.2.4");
        update(3, "new", "192.0.2.5");
        Files.writeString(journal(), Files.readString(journal()).replace("new.", "old."));
        Failure failure = assertThrows(Failure.class, () -> place().read(List.of()));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(
                journal() + ":2: the journal of zone updates is damaged",
                failure.problems().getFirst().where()
                        + ": "
                        + failure.problems().getFirst().what());
        assertEquals(1, journals().size());
    }

    @Test
    void a_file_with_directives_or_data_of_unknown_types_takes_no_updates() throws IOException {
        changed();
        assertTrue(zone.takesUpdates());
        for (String line :
                List.of("$GENERATE 1-2 h$ A 192.0.2.$\n", "x IN TYPE65280 \\# 2 abcd\n")) {
            write(1, line);
            assertTrue(changed().isPresent());
            assertFalse(zone.takesUpdates(), line);
        }
    }

    private Path journal() throws IOException {
        return file.toRealPath().resolveSibling(".wg-mesh-journal-example.com.zone");
    }

    private List<String> journals() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.contains("journal"))
                    .toList();
        }
    }

    private void write(long serial, String records) throws IOException {
        Files.writeString(file, text(serial, records));
    }

    private static String text(long serial, String records) {
        return HEAD.formatted(serial) + records;
    }

    private ZoneProvider place() {
        return ZoneFileProvider.open(file, Optional.empty(), Clock.systemUTC(), List.of());
    }

    private ZoneContents zoneNow() {
        return place().read(List.of()).zone();
    }

    private long serial() {
        return ((org.xbill.DNS.SOARecord)
                        zoneNow()
                                .rrset(Question.of("example.com", Type.SOA))
                                .orElseThrow()
                                .dnsRecords()
                                .getFirst())
                .getSerial();
    }

    private static String address(ZoneContents zone, String label) {
        return zone.rrset(question(label)).orElseThrow().records().getFirst().address().toString();
    }

    private boolean folded() {
        try (FolderLock _ = zone.lock()) {
            return zone.fold();
        }
    }

    private Optional<ZoneContents> changed() {
        try (FolderLock _ = zone.lock()) {
            return zone.changed();
        }
    }

    private void update(long serial, String label, String... addresses) {
        update(serial, 300, label, addresses);
    }

    private void update(long serial, long ttl, String label, String... addresses) {
        update(zone, serial, ttl, label, addresses);
    }

    /** Journals an update of the zone in the file, which is enough of a zone here. */
    private void update(
            JournaledZoneFile journaled, long serial, long ttl, String label, String... addresses) {
        try (FolderLock _ = journaled.lock()) {
            Optional<ZoneContents> changed = journaled.changed();
            ZoneContents basis = changed.orElseGet(JournaledZoneFileTest::noZone);
            journaled.update(basis, plan(basis, ttl, label, addresses), serial);
        }
    }

    private static ZoneContents noZone() {
        return new ZoneContents(Question.name("example.com"), "none", List.of(), List.of());
    }

    private static ZonePlan plan(ZoneContents zone, long ttl, String label, String... addresses) {
        var difference = new ZoneDifference(zone);
        difference.replace(
                question(label), Stream.of(addresses).map(a -> record(label, ttl, a)).toList());
        List<RRsetChange> changes = difference.changes();
        return new ZonePlan(Question.name("example.com"), "a test", List.of(), changes);
    }

    private static Question question(String label) {
        return Question.of(label + ".example.com", Type.A);
    }

    private static Record record(String label, long ttl, String address) {
        try {
            return Record.fromString(
                    question(label).owner(),
                    Type.A,
                    DClass.IN,
                    ttl,
                    address,
                    Question.name("example.com"));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
