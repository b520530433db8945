package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.ZoneSearch;
import dev.wgmesh.testing.dns.FakeDns;
import dev.wgmesh.testing.dns.FakeDns.Reaction;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/** Which zone of a server holds a name. */
class ApexSearchTest {
    private static final Name ZONE = Question.name("example.com");
    private static final Name BROKEN = Question.name("site.example.com");
    private static final Name OWNER = Question.name("_wireguard.node-a.site.example.com");

    /** Returns a server of example.com that has this rcode for names in site.example.com. */
    private static FakeDns server(int rcode) throws IOException {
        return FakeDns.start((query, _) -> new Reaction.Send(reply(query, rcode).toWire()));
    }

    private static Message reply(Message query, int rcode) {
        Name name = query.getQuestion().getName();
        if (name.subdomain(BROKEN)) {
            return FakeDns.reply(query, rcode, List.of());
        }
        if (!name.equals(ZONE)) {
            return FakeDns.reply(query, Rcode.REFUSED, List.of());
        }
        Message reply =
                FakeDns.reply(
                        query, Rcode.NOERROR, List.of("example.com 300 SOA ns1. host. 7 1 1 1 1"));
        reply.getHeader().setFlag(Flags.AA);
        return reply;
    }

    private static String failure(FakeDns server) {
        ZoneSearch search = FakeServerZone.search(server);
        var failure = assertThrows(Failure.class, () -> search.zoneFor(OWNER));
        return failure.kind()
                + " "
                + String.valueOf(failure.getMessage())
                        .replaceFirst("127\\.0\\.0\\.1:[0-9]+", "SERVER");
    }

    @Test
    void a_zone_that_the_server_cannot_load_is_not_the_zone_above_it() throws IOException {
        try (var server = server(Rcode.SERVFAIL)) {
            assertEquals(
                    "UNREADABLE SERVER: cannot answer for site.example.com (SERVFAIL); see the"
                            + " server's log: the zone may not have loaded, or hold more than 100"
                            + " records in an RRset",
                    failure(server));
            ZoneSearch search = FakeServerZone.search(server);
            assertThrows(Failure.class, () -> search.findZoneFor(OWNER));
        }
    }

    @Test
    void a_zone_that_the_server_refuses_to_answer_for_is_not_the_zone_above_it()
            throws IOException {
        try (var server = server(Rcode.REFUSED)) {
            assertEquals(
                    "UNREADABLE SERVER: refuses to answer for site.example.com (REFUSED); give a"
                            + " key that the server knows: --tsig-key-file FILE, or name the"
                            + " zone's own server with --server",
                    failure(server));
            assertEquals(Optional.empty(), FakeServerZone.search(server).findZoneFor(OWNER));
        }
    }

    @Test
    void names_that_do_not_exist_are_in_the_zone_above_them() throws IOException {
        try (var server = server(Rcode.NXDOMAIN)) {
            ZoneProvider zone = FakeServerZone.search(server).zoneFor(OWNER);
            assertEquals(ZONE, zone.read(List.of()).zone().apex());
        }
    }
}
