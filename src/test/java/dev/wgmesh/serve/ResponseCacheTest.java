package dev.wgmesh.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A query that comes again, compared with the same query to a new server. */
class ResponseCacheTest {
    private static final List<String> OWNERS =
            List.of("example.com", "WWW.example.com", "www.example.com", "no.example.com", "org");

    @Test
    void a_query_that_comes_again_gets_the_response_of_a_new_server() {
        RequestHandler old = handler(zones(1));
        Seeds.check(
                500,
                random -> {
                    byte[] query = query(random);
                    boolean overTcp = random.nextBoolean();
                    assertEquals(
                            text(handler(zones(1)), query, overTcp), text(old, query, overTcp));
                });
    }

    @Test
    void the_id_is_that_of_each_query() {
        RequestHandler handler = handler(zones(1));
        byte[] query =
                Message.newQuery(Question.of("www.example.com", Type.A).dnsRecord()).toWire();
        byte[] first = response(handler, query);
        query[0]++;
        byte[] second = response(handler, query);
        assertEquals(query[0], second[0]);
        second[0]--;
        assertArrayEquals(first, second);
    }

    @Test
    void a_changed_zone_answers_at_once() {
        var zones = new ServedZones[] {zones(1)};
        var handler =
                new RequestHandler(() -> zones[0], UpdateKeys.NONE, (_, _, _) -> unexpected());
        byte[] query =
                Message.newQuery(Question.of("www.example.com", Type.A).dnsRecord()).toWire();
        byte[] first = response(handler, query);
        zones[0] = zones(2);
        byte[] second = response(handler, query);
        assertEquals(1, first[first.length - 1]);
        assertEquals(2, second[second.length - 1]);
    }

    private static byte[] query(RandomGenerator random) {
        String owner = OWNERS.get(random.nextInt(OWNERS.size()));
        int type = List.of(Type.A, Type.TXT, Type.SOA, Type.ANY).get(random.nextInt(4));
        int dclass = random.nextInt(8) == 0 ? DClass.CH : DClass.IN;
        Message message = Message.newQuery(Record.newRecord(Question.name(owner), type, dclass));
        if (random.nextBoolean()) {
            message.getHeader().unsetFlag(Flags.RD);
        }
        if (random.nextBoolean()) {
            int payload = random.nextBoolean() ? 512 : 1232;
            int flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
            int version = random.nextInt(8) == 0 ? 1 : 0;
            message.addRecord(
                    random.nextBoolean()
                            ? new OPTRecord(payload, 0, version, flags)
                            : new OPTRecord(
                                    payload,
                                    0,
                                    version,
                                    flags,
                                    new GenericEDNSOption(10, new byte[8])),
                    Section.ADDITIONAL);
        }
        return message.toWire();
    }

    private static RequestHandler handler(ServedZones zones) {
        return new RequestHandler(() -> zones, UpdateKeys.NONE, (_, _, _) -> unexpected());
    }

    private static ZoneUpdater.UpdateResult unexpected() {
        throw new AssertionError("no update");
    }

    private static ServedZones zones(int last) {
        String text =
                """
                $TTL 300
                @ IN SOA ns hostmaster 1 3600 900 86400 300
                @ IN NS ns
                ns IN A 192.0.2.1
                www IN A 192.0.2.%d
                www IN TXT %s
                """
                        .formatted(last, ("x".repeat(200) + " ").repeat(4));
        var zone = ZoneText.read("example.com.zone", _ -> text, Optional.empty()).contents();
        return new ServedZones(List.of(ServedZone.of(zone)), Set.of());
    }

    private static byte[] response(RequestHandler handler, byte[] query) {
        return handler.handle(new RequestMessage(query.clone(), false, true)).messages().getFirst();
    }

    private static String text(RequestHandler handler, byte[] query, boolean overTcp) {
        return handler.handle(new RequestMessage(query.clone(), overTcp, true)).messages().stream()
                .map(java.util.HexFormat.of()::formatHex)
                .toList()
                .toString();
    }
}
