package dev.wgmesh.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneGuardTest {
    private static final ZoneContents ZONE =
            TestZones.text(
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
                        "a.example.com A: is an endpoint address that this change must not touch;"
                                + " give the endpoint with --endpoint, or allow endpoints of members: --manage-endpoint"),
                problems(Set.of(), address("a")));
        assertEquals(List.of(), problems(Set.of("a.example.com"), address("a")));
    }

    @Test
    void the_apex_and_other_types_are_never_written() {
        assertEquals(
                List.of(
                        "example.com A: is not a record of a mesh",
                        "_ns.example.com NS: is not a record of a mesh"),
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
                        "_wireguard.a.sub.example.com A: is below a delegation: resolvers would not find the record; write the record in the delegated zone",
                        "_wireguard.www.example.com A: cannot be at a name with a CNAME (RFC 1034,"
                                + " section 3.6.2); remove the CNAME, or choose another host name",
                        "_wireguard.a.example.org A: is not in zone example.com"),
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
                        "_p2p.example.com TXT: would lose its last member; keep one member; to end a mesh, run wg-mesh down on its nodes and remove its records by hand"),
                problems(Set.of(), emptied));
        assertEquals(
                List.of(
                        "_p2p.example.com TXT: would have 101 records; BIND supports at most 100; put the member in a sub-list with a pool of its own: --sublist NAME --pool"
                                + " CIDR"),
                problems(Set.of(), longer));
    }

    @Test
    void txt_records_of_others_are_never_written() {
        assertEquals(
                List.of(
                        "_acme-challenge.example.com TXT: is not a record of a mesh",
                        "_dmarc.example.com TXT: is not a record of a mesh",
                        "_mesh.example.com TXT: is not a record of a mesh",
                        "_policy._dmarc.example.com TXT: is not a record of a mesh",
                        "_x._wireguard.a.example.com TXT: is not a record of a mesh",
                        "a.example.com TXT: is not a record of a mesh"),
                problems(
                                Set.of(),
                                txt("_dmarc", "v=DMARC1"),
                                txt("_acme-challenge", "x"),
                                txt("_mesh", "a.example.com"),
                                txt("_policy._dmarc", "pool=10.0.0.0/24"),
                                txt("_x._wireguard.a", "x"),
                                txt("a", "x"))
                        .stream()
                        .sorted()
                        .toList());
    }

    @Test
    void a_mesh_of_another_name_is_one_that_is_named_conditioned_on_or_pointed_to() {
        Record entry = txt("_mesh", "a.example.com");
        var named =
                GuardLimits.NONE.withMeshes(
                        MeshNames.of(List.of(new MeshName("_mesh.example.com"))));
        assertEquals(List.of(), problems(named, ZONE, entry));
        var never =
                GuardLimits.NONE.withMeshes(
                        MeshNames.of(List.of(new MeshName("_dmarc.example.com"))));
        assertEquals(1, problems(never, ZONE, txt("_dmarc", "a.example.com")).size());
        var pointer =
                new PTRRecord(
                        Question.name("_p2p.example.com"),
                        DClass.IN,
                        300,
                        Question.name("_mesh.example.com"));
        assertEquals(List.of(), problems(GuardLimits.NONE, ZONE, entry, pointer));
        var conditioned =
                new ZonePlan(
                        ZONE.apex(),
                        "test",
                        List.of(
                                new Condition.RRsetAbsent(
                                        Question.of("_revision._mesh.example.com", Type.TXT))),
                        new ZoneDifference(ZONE).add(entry).changes());
        assertEquals(List.of(), new ZoneGuard(ZONE, GuardLimits.NONE).problems(conditioned));
    }

    @Test
    void endpoints_of_members_and_of_nobody_else_may_be_managed() {
        var managed =
                new GuardLimits(
                        MeshNames.P2P,
                        Set.of(),
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Set.of());
        assertEquals(List.of(), problems(managed, ZONE, address("a")));
        assertEquals(
                List.of(
                        "ns1.example.com A: is an endpoint address that this change must not touch;"
                                + " give the endpoint with --endpoint, or allow endpoints of members: --manage-endpoint"),
                problems(managed, ZONE, address("ns1")));
    }

    @Test
    void nothing_is_written_below_a_dname() {
        ZoneContents zone =
                TestZones.text("example.com", "old DNAME new.example.org.").zones().getFirst();
        assertEquals(
                List.of(
                        "_wireguard.a.old.example.com A: is below a DNAME: resolvers would not find the record"
                                + " (RFC 6672, section 2.4); write the record at the target of the DNAME"),
                problems(GuardLimits.NONE, zone, address("_wireguard.a.old")));
    }

    @Test
    void of_ten_members_three_may_go_or_change_at_once_and_more_only_by_number() {
        ZoneContents nine = members(9);
        ZoneContents ten = members(10);
        assertEquals(List.of(), removing(nine, 8, GuardLimits.NONE));
        assertEquals(List.of(), removing(ten, 3, GuardLimits.NONE));
        String many =
                "example.com: 4 of 10 members would be removed (40 %), more than 30 %:"
                        + " n0.example.com, n1.example.com, n2.example.com, n3.example.com;"
                        + " if intended: --max-delete 4";
        assertEquals(List.of(many), removing(ten, 4, GuardLimits.NONE));
        assertEquals(List.of(), removing(ten, 4, numbers(4, 0)));
        assertEquals(
                List.of(many.replace("30 %:", "--max-delete 3:")), removing(ten, 4, numbers(3, 0)));

        assertEquals(List.of(), changing(nine, 9, GuardLimits.NONE));
        assertEquals(List.of(), changing(ten, 3, GuardLimits.NONE));
        assertEquals(
                List.of(many.replace("removed", "changed").replace("delete", "change")),
                changing(ten, 4, GuardLimits.NONE));
        assertEquals(List.of(), changing(ten, 4, numbers(0, 4)));
    }

    @Test
    void a_member_that_moves_to_a_sub_list_is_not_removed_and_a_sub_list_goes_as_a_whole() {
        ZoneContents zone =
                TestZones.text(
                                "example.com",
                                """
                                _p2p TXT "a.example.com"
                                _p2p PTR _p2p.eu
                                _p2p.eu TXT "b.example.com"
                                """)
                        .zones()
                        .getFirst();
        Question sub = Question.of("_p2p.eu.example.com", Type.TXT);
        var emptied = new ZoneDifference(zone).replace(sub, List.of());
        assertEquals(1, problems(GuardLimits.NONE, zone, emptied).size());
        var pointers = Question.of("_p2p.example.com", Type.PTR);
        var gone = new ZoneDifference(zone).replace(sub, List.of()).replace(pointers, List.of());
        assertEquals(List.of(), problems(GuardLimits.NONE, zone, gone));
        assertEquals(
                List.of(
                        "example.com: 1 of 2 members would be removed (50 %), more than --max-delete"
                                + " 0: b.example.com; if intended: --max-delete 1"),
                problems(numbers(0, 0), zone, gone));
        var moved = gone.add(txt("_p2p", "b.example.com"));
        assertEquals(List.of(), problems(numbers(0, 0), zone, moved));
    }

    @Test
    void what_nodes_will_hold_back_is_reported() {
        var mesh = new MeshName("_p2p.example.com");
        assertEquals(Optional.empty(), ZoneGuard.heldRemoval(mesh, 3, 1));
        assertEquals(Optional.empty(), ZoneGuard.heldRemoval(mesh, 11, 3));
        assertEquals(
                Optional.of(
                        "_p2p.example.com: 4 of 11 members would leave at once: nodes keep them as peers for"
                                + " an hour; to remove them at once, run on each node: wg-mesh apply --max-remove 4"),
                ZoneGuard.heldRemoval(mesh, 11, 4).map(Problem::toString));
    }

    private static ZoneContents members(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("_p2p TXT \"n").append(i).append(".example.com\"\n_wireguard.n").append(i);
            text.append(" A 10.0.0.").append(i + 1).append('\n');
        }
        return TestZones.text("example.com", text.toString()).zones().getFirst();
    }

    private static List<String> removing(ZoneContents zone, int count, GuardLimits limits) {
        var kept = zone.rrset(list()).orElseThrow().dnsRecords();
        var edit = new ZoneDifference(zone).replace(list(), kept.subList(count, kept.size()));
        for (int i = 0; i < count; i++) {
            edit.replace(Question.of("_wireguard.n" + i + ".example.com", Type.A), List.of());
        }
        return problems(limits, zone, edit);
    }

    private static List<String> changing(ZoneContents zone, int count, GuardLimits limits) {
        var edit = new ZoneDifference(zone);
        for (int i = 0; i < count; i++) {
            Question question = Question.of("_wireguard.n" + i + ".example.com", Type.A);
            var other = InetAddress.ofLiteral("10.0.1." + i);
            edit.replace(question, List.of(new ARecord(question.owner(), DClass.IN, 300, other)));
        }
        return problems(limits, zone, edit);
    }

    private static GuardLimits numbers(int delete, int change) {
        return new GuardLimits(
                MeshNames.P2P, Set.of(), false, Optional.of(delete), Optional.of(change), Set.of());
    }

    private static List<String> problems(GuardLimits limits, ZoneContents zone, Record... records) {
        return problems(limits, zone, new ZoneDifference(zone).addAll(List.of(records)));
    }

    private static List<String> problems(
            GuardLimits limits, ZoneContents zone, ZoneDifference difference) {
        var plan = new ZonePlan(zone.apex(), "test", List.of(), difference.changes());
        return new ZoneGuard(zone, limits).problems(plan).stream().map(Problem::toString).toList();
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
        return TxtStrings.record(Question.name(absolute(owner)), 300, text);
    }

    private static String absolute(String owner) {
        if (owner.endsWith(".")) {
            return owner;
        }
        return owner.equals("@") ? "example.com" : owner + ".example.com";
    }
}
