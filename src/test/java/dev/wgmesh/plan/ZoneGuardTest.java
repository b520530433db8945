package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.ZoneOf;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtText;
import dev.wgmesh.zone.ZoneContents;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneGuardTest {
    private static final ZoneContents ZONE =
            ZoneOf.text(
                            "example.com",
                            """
                            _p2p TXT "a.example.com"
                            www CNAME a
                            _wireguard.www CNAME a
                            sub NS ns.sub
                            ns.sub A 192.0.2.1
                            """)
                    .zones()
                    .getFirst();

    @Test
    void records_of_a_mesh_may_be_written() {
        assertEquals(
                List.of(),
                problems(Set.of(), address("_wireguard.a"), txt("_p2p", "b.example.com")));
    }

    @Test
    void a_host_address_may_be_written_only_if_it_was_asked_for() {
        assertEquals(
                List.of(
                        "a.example.com A: is a host's own address, which nobody asked to change;"
                                + " name it with --endpoint, or give --manage-endpoint for a"
                                + " member's"),
                problems(Set.of(), address("a")));
        assertEquals(List.of(), problems(Set.of("a.example.com"), address("a")));
    }

    @Test
    void the_apex_and_other_types_are_never_written() {
        assertEquals(
                List.of(
                        "example.com A: is no record of a mesh",
                        "_ns.example.com NS: is no record of a mesh"),
                problems(
                        Set.of("example.com"),
                        address("@"),
                        new NSRecord(
                                Question.name("_ns.example.com"),
                                DClass.IN,
                                300,
                                Question.name("ns.example.org"))));
    }

    @Test
    void nothing_is_written_beside_a_cname_below_a_delegation_or_outside() {
        assertEquals(
                List.of(
                        "_wireguard.a.sub.example.com A: lies below a delegation: nobody would see"
                                + " it; write it in the delegated zone",
                        "_wireguard.www.example.com A: cannot stand beside the CNAME there (RFC 1034,"
                                + " section 3.6.2); remove the CNAME, or choose another host name",
                        "_wireguard.a.example.org A: is not in example.com"),
                problems(
                        Set.of(),
                        address("_wireguard.www"),
                        address("_wireguard.a.sub"),
                        address("_wireguard.a.example.org.")));
    }

    @Test
    void a_list_is_neither_emptied_nor_made_longer_than_bind_can_serve() {
        var emptied = new ZoneDifference(ZONE).replace(list(), List.of());
        var longer = new ZoneDifference(ZONE);
        IntStream.range(0, 100).forEach(i -> longer.add(txt("_p2p", "n" + i + ".example.com")));

        assertEquals(
                List.of(
                        "_p2p.example.com TXT: would be emptied; keep one member; a sub-list goes"
                                + " with the PTR record that names it, a mesh by wg-mesh down on"
                                + " its nodes and its records by hand"),
                problems(Set.of(), emptied));
        assertEquals(
                List.of(
                        "_p2p.example.com TXT: would hold 101 records; BIND fails above 100; start a"
                                + " sub-list with a pool of its own"),
                problems(Set.of(), longer));
    }

    private static Question list() {
        return Question.of("_p2p.example.com", Type.TXT);
    }

    private static List<String> problems(Set<String> hosts, Record... records) {
        return problems(hosts, new ZoneDifference(ZONE).addAll(List.of(records)));
    }

    private static List<String> problems(Set<String> hosts, ZoneDifference difference) {
        var plan = new ZonePlan(ZONE.apex(), "test", List.of(), difference.changes());
        var names = hosts.stream().map(Question::name).collect(Collectors.toSet());
        return new ZoneGuard(ZONE, names).problems(plan).stream().map(Problem::toString).toList();
    }

    private static Record address(String owner) {
        var address = InetAddress.ofLiteral("10.0.0.9");
        return new ARecord(Question.name(absolute(owner)), DClass.IN, 300, address);
    }

    private static Record txt(String owner, String text) {
        return TxtText.record(Question.name(absolute(owner)), 300, text);
    }

    private static String absolute(String owner) {
        if (owner.endsWith(".")) {
            return owner;
        }
        return owner.equals("@") ? "example.com" : owner + ".example.com";
    }
}
