package dev.wgmesh.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneTextCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

class ZoneFolderTest {
    private static final String TOP = "$TTL 300\n@ SOA ns1 h 7 1 2 3 60\n@ NS ns1\n";

    @TempDir Path folder;

    private Path zone(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), TOP + text);
    }

    private static DnsAnswer<RRset> ask(ZoneFolder zones, String owner) {
        Question question = Question.of(owner, Type.A);
        return Optional.ofNullable(zones.query(List.of(question)).get(question)).orElseThrow();
    }

    @Test
    void all_zones_of_a_folder_answer_together() throws IOException {
        zone("example.com.zone", "alias CNAME node.example.net.\n");
        zone("example.net.zone", "node A 192.0.2.1\n");
        ZoneFolder zones = ZoneFolder.open(folder);
        var found = assertInstanceOf(DnsAnswer.Found.class, ask(zones, "alias.example.com"));
        assertEquals(Duration.ofSeconds(300), found.ttl());
        assertEquals(
                new DnsAnswer.Absent<RRset>(Duration.ofSeconds(60)),
                ask(zones, "none.example.com"));
        assertEquals(
                List.of("example.com.zone", "example.net.zone"),
                zones.files().values().stream().map(p -> p.getFileName().toString()).toList());
    }

    @Test
    void a_name_of_no_zone_here_is_not_known() throws IOException {
        zone("example.com.zone", "");
        ZoneFolder zones = ZoneFolder.open(folder);
        var failed = assertInstanceOf(DnsAnswer.Failed.class, ask(zones, "node.example.org"));
        assertEquals(
                "node.example.org A: its zone is not in "
                        + folder
                        + "/; give its folder (--zones DIR), or a resolver (--resolver HOST)",
                failed.problem().toString());
        assertEquals(folder + "/", zones.description());
    }

    @Test
    void a_zone_file_that_is_a_link_out_of_the_folder_is_refused() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Path zones = Files.createDirectory(folder.resolve("linked"));
        Files.createSymbolicLink(zones.resolve("example.com.zone"), secret);
        Failure failure = assertThrows(Failure.class, () -> ZoneFolder.open(zones));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("is a symbolic link to " + secret), message);
        assertFalse(message.contains("s3cret"), message);
    }

    @Test
    void a_zone_with_a_broken_line_is_not_known_and_the_others_are() throws IOException {
        zone("example.com.zone", "node A nowhere\n");
        zone("example.net.zone", "node A 192.0.2.1\n");
        ZoneFolder zones = ZoneFolder.open(folder);
        assertInstanceOf(DnsAnswer.Failed.class, ask(zones, "node.example.com"));
        assertInstanceOf(DnsAnswer.Found.class, ask(zones, "node.example.net"));
    }

    @Test
    void two_files_of_one_zone_are_reported() throws IOException {
        Path first = zone("a.zone", "");
        Path second = zone("example.com.zone", "");
        Files.writeString(first, TOP.replace("@", "example.com."));
        var failure = assertThrows(Failure.class, () -> ZoneFolder.open(folder));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        assertEquals(
                second
                        + ": holds the zone example.com, as does "
                        + first
                        + "; delete one of the two files, or move it out of the folder",
                failure.getMessage());
    }

    @Test
    void a_file_of_another_name_is_read_when_its_zone_is_asked_for() throws IOException {
        zone("example.com", "node A 192.0.2.1\n");
        zone("README", "");
        assertEquals(0, ZoneFolder.open(folder).files().size());
        ZoneFolder zones =
                ZoneFolder.open(
                        folder,
                        List.of(Question.name("example.com"), Question.name("none")),
                        new ZoneTextCache());
        assertInstanceOf(DnsAnswer.Found.class, ask(zones, "node.example.com"));
    }

    @Test
    void every_file_that_cannot_be_opened_is_reported() throws IOException {
        Files.createSymbolicLink(folder.resolve("a.zone"), Path.of("none"));
        Files.createSymbolicLink(folder.resolve("b.zone"), Path.of("none"));
        var failure = assertThrows(Failure.class, () -> ZoneFolder.open(folder));
        assertEquals(Failure.Kind.UNREADABLE, failure.kind());
        assertEquals(2, failure.problems().size());
        Path none = folder.resolve("none");
        assertEquals(
                none + ": does not exist; check the path",
                assertThrows(Failure.class, () -> ZoneFolder.open(none)).getMessage());
    }
}
