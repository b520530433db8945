package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.dns.LargeMesh;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Updates of served zones: the file, the answers and the log. */
@Timeout(60)
class ZoneFileUpdaterTest {
    @TempDir private Path folder;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeEach
    void a_zone() throws IOException {
        write("www IN A 192.0.2.1\n");
    }

    @Test
    void an_update_is_served_when_its_reply_is_there_and_is_in_the_file() throws Exception {
        write("; a comment\nwww IN A 192.0.2.1\n");
        try (var server = start()) {
            for (int i = 2; i < 20; i++) {
                String next = "| www 0 ANY A & www 300 IN A 192.0.2." + i;
                assertEquals("NOERROR", updated(server, next));
                assertEquals("192.0.2." + i, address(server, "www.example.com"));
            }
            assertEquals("NOERROR", updated(server, "| www 300 IN A 192.0.2.19"));
        }
        assertEquals(
                LargeMesh.HEAD.replace("hostmaster 1 ", "hostmaster 19 ")
                        + "; a comment\nwww IN A 192.0.2.19\n",
                Files.readString(folder.resolve("example.com.zone")));
        assertEquals(
                List.of(
                        "serving example.com. serial 1, 4 records from FOLDER/example.com.zone",
                        "example.com updated by wg-mesh: serial 2, 1 RRset changed",
                        "example.com updated by wg-mesh: serial 19, no change"),
                List.of(log().getFirst(), log().get(1), log().getLast()));
        assertEquals(20, log().size());
    }

    @Test
    void an_update_that_fails_in_the_end_changes_nothing() throws Exception {
        String many =
                IntStream.rangeClosed(1, 101)
                        .mapToObj(i -> " & many 300 IN TXT m" + i)
                        .collect(Collectors.joining());
        String before = Files.readString(folder.resolve("example.com.zone"));
        try (var server = start()) {
            assertEquals("SERVFAIL", updated(server, "| new 300 IN A 192.0.2.2" + many));
            assertEquals("NXDOMAIN", address(server, "new.example.com"));
            assertEquals(
                    "example.com not updated by wg-mesh: SERVFAIL: many.example.com TXT would"
                            + " have more than 100 records",
                    log().getLast());
        }
        assertEquals(before, Files.readString(folder.resolve("example.com.zone")));
    }

    @Test
    void a_zone_whose_file_is_broken_takes_no_update() throws Exception {
        try (var server = start()) {
            write("www IN A nonsense\n");
            assertEquals("SERVFAIL", updated(server, "| new 300 IN A 192.0.2.2"));
            assertTrue(log().getLast().contains("FOLDER/example.com.zone:5:"), log().getLast());
            write("www IN A 192.0.2.3\n");
            assertEquals("NOERROR", updated(server, "| new 300 IN A 192.0.2.2"));
            assertEquals("192.0.2.3", address(server, "www.example.com"));
        }
    }

    @Test
    void an_update_is_judged_by_the_file_not_by_what_is_served() throws Exception {
        try (var server = start()) {
            write("www IN A 192.0.2.4\n");
            assertEquals(
                    "NXRRSET", updated(server, "www 0 IN A 192.0.2.1 | new 300 IN A 192.0.2.2"));
            assertEquals(
                    "NOERROR", updated(server, "www 0 IN A 192.0.2.4 | new 300 IN A 192.0.2.2"));
        }
    }

    @Test
    void a_zone_with_a_journal_is_another_servers() throws Exception {
        Files.writeString(folder.resolve("example.com.zone.jnl"), "");
        try (var server = start()) {
            assertEquals("SERVFAIL", updated(server, "| new 300 IN A 192.0.2.2"));
            assertTrue(log().getLast().contains("is the journal of a server"), log().getLast());
        }
    }

    @Test
    void updates_that_a_broken_file_does_not_take_stay_in_the_journal_until_it_does()
            throws Exception {
        Path file = folder.resolve("example.com.zone");
        Path journal = folder.toRealPath().resolve(".wg-mesh-journal-example.com.zone");
        var zones = new ZoneWatch(folder, Clock.systemUTC(), log::add);
        zones.read();
        var updates = new ZoneFileUpdater(zones, Clock.systemUTC(), log::add);
        updates.apply(
                zones.get().zone(Question.name("example.com")).orElseThrow(),
                UpdateRequest.of(UpdateText.message("| new 300 IN A 192.0.2.2")),
                "a test");
        String pending = Files.readString(journal);
        write("www IN A nonsense\n");
        updates.foldAll();
        assertTrue(
                log().getLast()
                        .startsWith("the updates stay in the journal: FOLDER/example.com.zone:5:"),
                log().getLast());
        assertEquals(LargeMesh.HEAD + "www IN A nonsense\n", Files.readString(file));
        assertEquals(pending, Files.readString(journal));
        write("www IN A 192.0.2.3\n");
        updates.foldAll();
        assertEquals(
                LargeMesh.HEAD.replace("hostmaster 1 ", "hostmaster 2 ")
                        + "www IN A 192.0.2.3\nnew IN A 192.0.2.2\n",
                Files.readString(file));
        assertFalse(Files.exists(journal));
    }

    /** The rcode of a signed update, over UDP where it is short. */
    private static String updated(ZoneServer server, String update) throws IOException {
        var resolver = new SimpleResolver(server.address());
        resolver.setTSIGKey(TestKey.KNOWN.key().signer(Clock.systemUTC()));
        resolver.setTimeout(Duration.ofSeconds(5));
        Message message = UpdateText.message(update);
        resolver.setTCP(update.contains("many"));
        return Rcode.string(resolver.send(message).getRcode());
    }

    private static String address(ZoneServer server, String owner) throws IOException {
        var resolver = new SimpleResolver(server.address());
        resolver.setTimeout(Duration.ofSeconds(5));
        Message reply =
                resolver.send(
                        Message.newQuery(
                                Record.newRecord(Question.name(owner), Type.A, DClass.IN)));
        return reply.getRcode() == Rcode.NOERROR
                ? reply.getSection(Section.ANSWER).stream()
                        .map(Record::rdataToString)
                        .collect(Collectors.joining(" "))
                : Rcode.string(reply.getRcode());
    }

    private ZoneServer start() {
        var any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        var keys = new UpdateKeys(List.of(TestKey.KNOWN.key()), Clock.systemUTC());
        return ZoneServer.start(folder, any, keys, log::add);
    }

    private void write(String records) throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), LargeMesh.HEAD + records);
    }

    private List<String> log() {
        return log.stream().map(line -> line.replace(folder.toString(), "FOLDER")).toList();
    }
}
