package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.PlanText;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneProviderContract;
import dev.wgmesh.provider.server.ServerAccess.Read;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.TsigAlgorithm;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The messages for errors of BIND and Knot; needs both. */
class ServerErrorsIT {
    /** A full list, an alias, a wildcard and a delegation besides. */
    private static final String ZONE =
            ZoneProviderContract.ZONE
                    + """
                    alias IN CNAME ns1
                    *.wild IN TXT "wild"
                    child IN NS ns.example.net.
                    """
                    + IntStream.rangeClosed(1, 100)
                            .mapToObj(i -> "full IN TXT \"m" + i + "\"\n")
                            .collect(Collectors.joining());

    private static final String IGNORE = "check-names ignore;";
    private static final Clock NOW = Clock.systemUTC();
    private static final String OWNER = "_p2p.example.com";
    private static final String GIVE_KEY = "give a key that the server knows: --tsig-key-file FILE";
    private static final String PRIMARY = "if it is a secondary, name the primary with --server";

    private static ZoneProvider open(
            RealServer server, Optional<TestKey> key, Clock clock, String owner) {
        return open(server.address(), key, Read.ASK, clock, owner);
    }

    private static ZoneProvider open(
            InetSocketAddress address,
            Optional<TestKey> key,
            Read read,
            Clock clock,
            String owner) {
        return ServerZoneSearch.open(
                new ServerAccess(address, key.map(TestKey::key), read),
                Question.name(owner),
                RandomGenerator.getDefault(),
                clock);
    }

    private static ZoneProvider open(RealServer server) {
        return open(server, Optional.of(TestKey.KNOWN), NOW, OWNER);
    }

    /** {@code KIND: message}, the server's address as SERVER. */
    private static String told(InetSocketAddress address, Executable what) {
        var failure = assertThrows(Failure.class, what);
        return failure.kind()
                + ": "
                + String.valueOf(failure.getMessage())
                        .replace("127.0.0.1:" + address.getPort(), "SERVER");
    }

    /** What both servers are asked, and how each differs. */
    abstract static class ErrorContract {
        private RealServer server;

        abstract RealServer start();

        /** What it says to a change by whom it does not know, or let do it. */
        abstract String unsigned();

        @BeforeEach
        void begin() {
            server = start();
        }

        @AfterEach
        void stop() {
            server.close();
        }

        RealServer server() {
            return server;
        }

        String toldOpening(TestKey key) {
            return told(() -> open(server, Optional.of(key), NOW, OWNER));
        }

        String told(Executable what) {
            return ServerErrorsIT.told(server.address(), what);
        }

        String toldChanging(String... lines) {
            ZoneProvider place = open(server);
            return told(() -> PlanText.commit(place, List.of(lines)));
        }

        @Test
        void another_secret() {
            assertEquals(
                    "UNREADABLE: SERVER: has a different secret for the key wg-mesh (hmac-sha256)"
                            + " (NOTAUTH, BADSIG); use the same secret in the key file and"
                            + " on the server",
                    toldOpening(TestKey.OTHER_SECRET));
        }

        @Test
        void an_unknown_key_or_algorithm() {
            String told =
                    "UNREADABLE: SERVER: does not know the key ITS NAME, or no rule allows"
                            + " this request"
                            + " (NOTAUTH, BADKEY); give the server a key of that name and"
                            + " algorithm; on Knot also an acl rule that names it, with action:"
                            + " [query, update, transfer]";
            assertEquals(
                    told.replace("ITS NAME", "nobody (hmac-sha256)"), toldOpening(TestKey.UNKNOWN));
            var other = new TestKey("wg-mesh", TsigAlgorithm.HMAC_SHA512, TestKey.KNOWN.secret());
            assertEquals(told.replace("ITS NAME", "wg-mesh (hmac-sha512)"), toldOpening(other));
        }

        @Test
        void a_clock_ten_minutes_off_is_reported_with_both_clocks() {
            for (int minutes : new int[] {-10, 10}) {
                Clock clock =
                        Clock.offset(Clock.tickSeconds(NOW.getZone()), Duration.ofMinutes(minutes));
                String told = told(() -> open(server, Optional.of(TestKey.KNOWN), clock, OWNER));
                String[] times = told.split("s (ahead|behind): | there, | here ");
                Instant there = Instant.parse(times[1]);
                Instant here = Instant.parse(times[2]);
                long off = Duration.between(here, there).toSeconds();
                assertTrue(Math.abs(off + minutes * 60L) <= 1, told);
                assertEquals(
                        "UNREADABLE: SERVER: has a clock that is "
                                + Math.abs(off)
                                + (minutes < 0 ? " s ahead: " : " s behind: ")
                                + there
                                + " there, "
                                + here
                                + " here (NOTAUTH, BADTIME); set both clocks (NTP); signatures"
                                + " allow 300 s of difference",
                        told);
            }
        }

        @Test
        void no_such_zone() {
            String told =
                    "UNREADABLE: SERVER: has no zone above _p2p.example.org that this host"
                            + " may read (REFUSED); name the zone's primary with --server";
            assertEquals(
                    told,
                    told(() -> open(server, Optional.of(TestKey.KNOWN), NOW, "_p2p.example.org")));
            assertEquals(
                    told + ", or " + GIVE_KEY,
                    told(() -> open(server, Optional.empty(), NOW, "_p2p.example.org")));
        }

        @Test
        void below_a_name_that_is_an_alias_a_record_is_added() {
            for (String owner : List.of("alias.example.com", "_wireguard.alias.example.com")) {
                ZoneProvider place = open(server, Optional.of(TestKey.KNOWN), NOW, owner);
                assertEquals(Question.name("example.com"), place.read(List.of()).zone().apex());
            }
            PlanText.commit(open(server), List.of("_wireguard.alias 60 TXT \"x\""));
            assertEquals("60 \"x\"", PlanText.shown(open(server), "_wireguard.alias TXT"));
        }

        @Test
        void a_name_in_a_zone_that_is_delegated_away() {
            assertEquals(
                    "UNREADABLE: SERVER: does not hold child.example.com, which example.com"
                            + " delegates to ns.example.net; name that zone's primary with"
                            + " --server",
                    told(() -> open(server, Optional.empty(), NOW, "_p2p.child.example.com")));
        }

        @Test
        void no_key() {
            ZoneProvider place = open(server, Optional.empty(), NOW, OWNER);
            assertEquals(
                    "REFUSED: SERVER: " + unsigned() + "; " + GIVE_KEY + "; " + PRIMARY,
                    told(() -> PlanText.commit(place, List.of("x 60 TXT \"x\""))));
        }

        @Test
        void more_than_60_kib_in_one_message() {
            String[] lines =
                    IntStream.range(1000, 1228)
                            .mapToObj(i -> "n" + i + " 60 TXT \"" + "x".repeat(240) + "\"")
                            .toArray(String[]::new);
            assertEquals(
                    "REFUSED: example.com: the change needs 68201 octets in one message, which"
                            + " holds 61440; change fewer records at a time",
                    toldChanging(lines));
            ZoneProvider place = open(server);
            assertEquals(7, PlanText.serial(place));
            PlanText.commit(place, List.of(lines).subList(0, 205));
            assertEquals(8, PlanText.serial(place));
        }

        @Test
        void an_alias_where_a_record_is_to_be() {
            String told =
                    "alias.example.com TXT: was not added, although the server answered"
                            + " NOERROR: the name is an alias (CNAME), which allows no other"
                            + " records; remove the CNAME, then run the same command again";
            assertEquals("REFUSED: " + told, toldChanging("alias 60 TXT \"x\""));
            assertEquals(7, PlanText.serial(open(server)));
            assertEquals("PARTIAL: " + told, toldChanging("alias 60 TXT \"x\"", "y 60 TXT \"y\""));
        }

        @Test
        void the_last_ns_record() {
            assertEquals(
                    "REFUSED: example.com NS: was not removed, although the server answered"
                            + " NOERROR: this is the zone's last NS record; add another NS"
                            + " record first",
                    toldChanging("example.com. NS"));
        }

        @Test
        void an_answer_of_a_wildcard_that_is_taken_for_an_rrset() {
            assertEquals(
                    "REFUSED: x.wild.example.com TXT: does not exist: the wildcard"
                            + " *.wild.example.com answers for the name; remove the wildcard, or allow the key to transfer the zone",
                    toldChanging("x.wild 60 TXT \"mine\""));
        }

        @Test
        void a_server_that_is_down() {
            ZoneProvider place = open(server);
            var reading = PlanText.read(place, List.of("x TXT"));
            server.close();
            String fix =
                    "check that the server runs and that this host reaches it over TCP, or"
                            + " name another: --server HOST";
            assertEquals(
                    "UNREADABLE: SERVER: cannot be reached (Connection refused); " + fix,
                    told(() -> place.read(List.of())));
            assertEquals(
                    "UNREADABLE: SERVER: cannot be reached (Connection refused); nothing was"
                            + " changed; "
                            + fix,
                    told(() ->
                            place.commit(
                                    reading, PlanText.plan(reading, List.of("x 60 TXT \"x\"")))));
        }
    }

    @Nested
    class Bind extends ErrorContract {
        @Override
        RealServer start() {
            return RealServer.namedUpdated(Map.of("example.com", ZONE), IGNORE);
        }

        @Override
        String unsigned() {
            return "refuses the change of example.com (REFUSED)";
        }

        @Test
        void the_101st_record() {
            String[] list =
                    IntStream.rangeClosed(1, 101)
                            .mapToObj(i -> "full 300 TXT \"m" + i + "\"")
                            .toArray(String[]::new);
            assertEquals(
                    "REFUSED: SERVER: could not carry out the change of example.com (SERVFAIL);"
                            + " BIND allows 100 records in an RRset (max-records-per-type), and"
                            + " full.example.com TXT would have 101: add further members to"
                            + " a sub-list",
                    toldChanging(list));
        }

        @Test
        void a_transfer_that_is_not_allowed() {
            String told = "UNREADABLE: SERVER: refuses to transfer example.com (REFUSED); ";
            var address = server().address();
            assertEquals(
                    told
                            + "allow the key to transfer the zone (allow-transfer), or read"
                            + " it question"
                            + " by question",
                    told(() ->
                            open(address, Optional.of(TestKey.KNOWN), Read.TRANSFER, NOW, OWNER)
                                    .read(List.of())));
            assertEquals(
                    told + GIVE_KEY + ", or read it question by question",
                    told(() ->
                            open(address, Optional.empty(), Read.TRANSFER, NOW, OWNER)
                                    .read(List.of())));
        }
    }

    @Nested
    class Knot extends ErrorContract {
        @Override
        RealServer start() {
            return RealServer.knotdUpdated(Map.of("example.com", ZONE), "update, transfer");
        }

        @Override
        String unsigned() {
            return "refuses an unsigned change of example.com (NOTAUTH)";
        }

        @Test
        void a_key_that_no_rule_lets_change_or_transfer_the_zone() {
            try (var strict = RealServer.knotdUpdated(Map.of("example.com", ZONE), "query")) {
                String told =
                        "SERVER: does not know the key wg-mesh (hmac-sha256), or no rule"
                                + " allows this request (NOTAUTH, BADKEY); give the server a"
                                + " key of that name and"
                                + " algorithm; on Knot also an acl rule that names it, with"
                                + " action: [query, update, transfer]";
                assertEquals(
                        "REFUSED: " + told,
                        ServerErrorsIT.told(
                                strict.address(),
                                () -> PlanText.commit(open(strict), List.of("x 60 TXT \"x\""))));
                ZoneProvider whole =
                        open(
                                strict.address(),
                                Optional.of(TestKey.KNOWN),
                                Read.TRANSFER,
                                NOW,
                                OWNER);
                assertEquals(
                        "UNREADABLE: " + told,
                        ServerErrorsIT.told(strict.address(), () -> whole.read(List.of())));
            }
        }
    }

    @Test
    void bind_with_check_names_as_it_comes() {
        String zone = ZoneProviderContract.ZONE.replace("_wireguard.node-a", "node-a");
        try (var server = RealServer.namedUpdated(Map.of("example.com", zone), "")) {
            assertEquals(
                    "REFUSED: SERVER: refuses the change of example.com (REFUSED); BIND"
                            + " rejects addresses at _wireguard.node-c.example.com unless"
                            + " the zone's clause"
                            + " has check-names ignore; or allow the key wg-mesh to change"
                            + " these names and types (update-policy); "
                            + PRIMARY,
                    told(
                            server.address(),
                            () ->
                                    PlanText.commit(
                                            open(server),
                                            List.of("_wireguard.node-c 60 A 10.0.0.3"))));
        }
    }

    @Test
    void bind_whose_policy_does_not_let_the_key_do_this() {
        String policy = "update-policy { grant wg-mesh name _p2p.example.com. TXT; };";
        try (var server = RealServer.namedWithKey(Map.of("example.com", ZONE), IGNORE + policy)) {
            assertEquals(
                    "REFUSED: SERVER: refuses the change of example.com (REFUSED); allow the"
                            + " key wg-mesh to change these names and types (update-policy); "
                            + PRIMARY,
                    told(
                            server.address(),
                            () -> PlanText.commit(open(server), List.of("x 60 TXT \"x\""))));
        }
    }

    @Test
    void bind_that_could_not_load_the_zone() {
        try (var server = RealServer.namedUpdated(Map.of("example.com", "broken"), "")) {
            assertEquals(
                    "UNREADABLE: SERVER: cannot answer for _p2p.example.com (SERVFAIL); see"
                            + " the server's log: the zone may not have loaded, or hold more"
                            + " than 100 records"
                            + " in an RRset",
                    told(server.address(), () -> open(server)));
        }
    }

    @Test
    void a_resolver_is_not_an_authority() {
        try (var server = RealServer.namedUpdated(Map.of("example.com", ZONE), IGNORE);
                var resolver = RealServer.namedBefore(server, List.of("example.com"))) {
            assertEquals(
                    "UNREADABLE: SERVER: has no zone above _p2p.example.com that this host"
                            + " may read (NOERROR); name the zone's primary with --server, or "
                            + GIVE_KEY,
                    told(resolver.address(), () -> open(resolver, Optional.empty(), NOW, OWNER)));
        }
    }

    @Test
    void a_secondary_that_hands_changes_on() {
        try (var primary =
                        RealServer.namedUpdated(
                                Map.of("example.com", ZONE), IGNORE + "allow-transfer { any; };");
                var secondary = RealServer.knotdSecondary(primary, "example.com")) {
            assertEquals(
                    "PARTIAL: SERVER: answered NOERROR to the change of example.com, but its"
                            + " zone is unchanged; run the same command again (no change is"
                            + " made twice); if the server is a secondary, name the"
                            + " primary: --server HOST",
                    told(
                            secondary.address(),
                            () -> PlanText.commit(open(secondary), List.of("x 60 TXT \"x\""))));
            assertEquals("60 \"x\"", PlanText.shown(open(primary), "x TXT"));
            assertEquals(
                    "REFUSED: SERVER: refuses an unsigned change of example.com (NOTAUTH); "
                            + GIVE_KEY
                            + "; "
                            + PRIMARY,
                    told(
                            secondary.address(),
                            () ->
                                    PlanText.commit(
                                            open(secondary, Optional.empty(), NOW, OWNER),
                                            List.of("y 60 TXT \"y\""))));
        }
    }

    @Test
    void a_server_that_is_silent_is_given_up_within_seconds() throws IOException {
        try (var silent = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            var address = (InetSocketAddress) silent.getLocalSocketAddress();
            Instant begin = Instant.now();
            assertEquals(
                    "UNREADABLE: SERVER: did not answer within 2.5 s; check that the server"
                            + " runs and that this host reaches it over TCP, or name"
                            + " another: --server HOST",
                    told(address, () -> open(address, Optional.empty(), Read.ANY, NOW, OWNER)));
            assertTrue(Duration.between(begin, Instant.now()).toSeconds() < 4);
        }
    }
}
