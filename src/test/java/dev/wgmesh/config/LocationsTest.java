package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.FileCommands;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

class LocationsTest {
    private static final String LIST = "_p2p TXT \"a.example.com\"\n";
    private static final Question COM = Question.of("_p2p.example.com", Type.TXT);
    private static final Question NET = Question.of("_p2p.example.net", Type.TXT);

    @TempDir Path folder;
    private ConfigFixture home = ConfigFixture.in(Path.of(""));

    @BeforeEach
    void zones() {
        home = ConfigFixture.in(folder).zone("work/zones/example.com.zone", "example.com", LIST);
    }

    private Locations locations(SourceFlags flags) {
        return Locations.of(flags, home.surroundings());
    }

    private static String answer(DnsSource source, Question question) {
        return switch (source.query(List.of(question)).get(question)) {
            case DnsAnswer.Found<RRset>(RRset set, _) ->
                    set.dnsRecords().getFirst().rdataToString();
            case DnsAnswer.Absent<RRset> _ -> "absent";
            case DnsAnswer.Failed<RRset>(var problem) -> problem.what();
            case null -> "not asked";
        };
    }

    @Test
    void each_zone_is_read_from_its_own_place_and_each_place_is_reported_once() {
        home.zone("work/net/example.net.zone", "example.net", "_p2p TXT \"b.example.net\"\n")
                .file("work/wg-mesh.toml", "[zone.\"example.net\"]\nzones = \"net\"\n");
        Locations places = locations(SourceFlags.NONE);
        DnsSource source = places.source();
        assertEquals("a.example.com", answer(source, COM));
        assertEquals("b.example.net", answer(source, NET));
        places.source();
        assertEquals(
                List.of(
                        "records: the zone files of ./work/net",
                        "records: the zone files of ./work/zones"),
                home.told());
    }

    @Test
    void records_go_to_the_file_that_holds_the_zone_or_nowhere() {
        assertInstanceOf(
                WriteTarget.Provider.class, locations(SourceFlags.NONE).writeTarget(COM.owner()));
        var emit = SourceFlags.NONE.withEmit(true);
        assertInstanceOf(WriteTarget.Stdout.class, locations(emit).writeTarget(COM.owner()));
        Failure failure =
                assertThrows(
                        Failure.class, () -> locations(SourceFlags.NONE).writeTarget(NET.owner()));
        assertEquals(
                "_p2p.example.net: has no zone file in "
                        + folder
                        + "/work/zones; name the folder of the zone: --zones DIR",
                failure.getMessage());
        ConfigFixture empty = ConfigFixture.in(folder.resolve("empty"));
        assertTrue(
                Locations.of(SourceFlags.NONE, empty.surroundings()).writeTarget(COM.owner())
                                instanceof WriteTarget.Unknown(var problem)
                        && problem.fix().contains("--zones DIR"));
    }

    @Test
    void the_mesh_is_the_one_named_the_settings_or_the_only_one() {
        var named = Optional.of(new MeshName("_p2p.named.example"));
        assertEquals("_p2p.example.com", locations(SourceFlags.NONE).mesh(Optional.empty()).text());
        home.file("work/wg-mesh.toml", "mesh = \"_p2p.settings.example\"\n");
        assertEquals(
                "_p2p.settings.example", locations(SourceFlags.NONE).mesh(Optional.empty()).text());
        assertEquals("_p2p.named.example", locations(SourceFlags.NONE).mesh(named).text());
    }

    @Test
    void several_meshes_or_none_are_reported() {
        home.zone(
                "work/zones/example.net.zone",
                "example.net",
                "_policy._p2p TXT pool=10.0.0.0/24\n");
        assertEquals(
                "MESH: is required: the local zones contain several: _p2p.example.com,"
                        + " _p2p.example.net;"
                        + " name the mesh, or set mesh in wg-mesh.toml",
                noMesh());
        home.zone(
                "work/zones/example.com.zone",
                "example.com",
                "_p2p PTR _p2p.eu\n_p2p.eu TXT x.example.com\n_policy._p2p TXT pool=10.0.0.0/24\n");
        home.zone("work/zones/example.net.zone", "example.net", "");
        assertEquals("_p2p.example.com", locations(SourceFlags.NONE).mesh(Optional.empty()).text());
        home.zone("work/zones/example.com.zone", "example.com", "");
        assertTrue(noMesh().contains("the local zones contain no mesh"), noMesh());
    }

    private String noMesh() {
        return assertThrows(Failure.class, () -> locations(SourceFlags.NONE).mesh(Optional.empty()))
                .problems()
                .getFirst()
                .toString();
    }

    @Test
    void a_host_belongs_to_the_nearest_mesh_above_it_not_above_its_zone() {
        home.zone(
                        "work/zones/example.com.zone",
                        "example.com",
                        LIST + "_policy._p2p.eu TXT pool=10.0.0.0/24\n")
                .zone("work/zones/lab.example.com.zone", "lab.example.com", "");
        Locations places = locations(SourceFlags.NONE);
        assertEquals("_p2p.example.com", places.meshOf(new HostName("a.example.com")).text());
        assertEquals("_p2p.example.com", places.meshOf(new HostName("a.us.example.com")).text());
        assertEquals(
                "_p2p.eu.example.com", places.meshOf(new HostName("a.x.eu.example.com")).text());
        Failure none =
                assertThrows(Failure.class, () -> places.meshOf(new HostName("a.lab.example.com")));
        assertEquals(Failure.Kind.INPUT, none.kind());
        Failure unknown =
                assertThrows(Failure.class, () -> places.meshOf(new HostName("a.example.org")));
        assertEquals(Failure.Kind.UNREADABLE, unknown.kind());
    }

    @Test
    void a_place_is_opened_once_however_often_it_is_asked_for() {
        Locations places = locations(SourceFlags.NONE);
        assertSame(
                assertInstanceOf(WriteTarget.Provider.class, places.writeTarget(COM.owner()))
                        .provider(),
                assertInstanceOf(WriteTarget.Provider.class, places.writeTarget(COM.owner()))
                        .provider());
    }

    @Test
    void where_a_place_does_not_list_its_zones_the_mesh_must_be_named() {
        var server = new Location.Server("192.0.2.1", TsigSettings.NONE);
        Failure failure =
                assertThrows(
                        Failure.class,
                        () ->
                                locations(SourceFlags.NONE.withLocation(server))
                                        .mesh(Optional.empty()));
        assertEquals(
                "MESH: is required: the server 192.0.2.1 cannot list meshes;"
                        + " name the mesh, or set mesh in wg-mesh.toml",
                failure.getMessage());
    }

    private static final Optional<Path> KEY = Optional.of(Path.of("/k"));

    private static SourceFlags server(String host, Optional<Path> key) {
        return SourceFlags.NONE.withLocation(
                new Location.Server(host, new TsigSettings(key, true)));
    }

    private String matchProblem(SourceFlags flags, Location.KnownHost saved) {
        try {
            locations(flags).savedHosts().requireMatch(saved, COM.owner(), "plan.json");
            return "agrees";
        } catch (Failure failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    @Test
    void flags_must_name_the_place_that_was_saved_and_what_they_leave_out_agrees() {
        var saved = new Location.Server("ns1.example.com:53", new TsigSettings(KEY, false));
        var unsigned = new Location.Server("ns1.example.com:53", TsigSettings.NONE);
        assertEquals("agrees", matchProblem(SourceFlags.NONE, unsigned));
        assertEquals("agrees", matchProblem(server("NS1.example.com", Optional.empty()), unsigned));
        assertEquals("agrees", matchProblem(server("ns1.example.com:53", KEY), saved));
        assertEquals(
                "agrees",
                matchProblem(
                        server("2001:db8::1", KEY),
                        new Location.Server("[2001:db8::1]:53", new TsigSettings(KEY, false))));
        assertEquals(
                "plan.json: is for the server ns1.example.com:53, and flags name"
                        + " the server ns1.example.com:5353;"
                        + " remove the flags that name a location",
                matchProblem(server("ns1.example.com:5353", KEY), saved));
        assertNotEquals(
                "agrees",
                matchProblem(server("ns1.example.com", Optional.of(Path.of("/o"))), saved));
        var folder = new Location.Folder(home.work().resolve("zones").toAbsolutePath());
        SourceFlags zones = SourceFlags.NONE.withLocation(new Location.Folder(Path.of("./zones")));
        assertEquals("agrees", matchProblem(zones, folder));
        assertEquals("agrees", matchProblem(SourceFlags.NONE, folder));
        assertNotEquals("agrees", matchProblem(zones, saved));
        var route53 =
                new Route53Location(Optional.of("Z1"), Optional.of("dns"), Optional.empty(), false);
        var same =
                new Route53Location(Optional.empty(), Optional.of("dns"), Optional.empty(), false);
        assertEquals("agrees", matchProblem(SourceFlags.NONE.withLocation(same), route53));
        var other =
                new Route53Location(Optional.of("Z2"), Optional.empty(), Optional.empty(), false);
        assertNotEquals("agrees", matchProblem(SourceFlags.NONE.withLocation(other), route53));
    }

    @Test
    void a_key_file_profile_or_endpoint_of_a_saved_plan_is_used_only_where_it_is_named() {
        var saved = new Location.Server("ns1.example.com", new TsigSettings(KEY, false));
        String refused =
                "plan.json: uses the TSIG key file /k, which no flag and no wg-mesh.toml names;"
                        + " if you trust it, name it: --server ns1.example.com --tsig-key-file /k";
        assertEquals(refused, matchProblem(SourceFlags.NONE, saved));
        assertEquals(refused, matchProblem(server("ns1.example.com", Optional.empty()), saved));
        var route53 =
                new Route53Location(
                        Optional.empty(),
                        Optional.of("dns"),
                        Optional.of(URI.create("https://dns.example.com")),
                        false);
        assertEquals(
                "plan.json: uses the profile dns, which no flag and no wg-mesh.toml names; if you"
                        + " trust it, name it:"
                        + " --route53 --profile dns --endpoint-url https://dns.example.com",
                matchProblem(SourceFlags.NONE.withLocation(Route53Location.DEFAULT), route53));
        home.file(
                "work/wg-mesh.toml",
                """
                [zone."example.com"]
                server = "ns1.example.com"
                tsig-key-file = "/k"
                """);
        assertEquals("agrees", matchProblem(SourceFlags.NONE, saved));
    }

    @Test
    void a_place_that_was_saved_is_found_again_with_what_is_not_saved() {
        home.file(
                "work/wg-mesh.toml",
                """
                [zone."example.org"]
                server = "ns1.example.org"
                tsig-key-file = "/k"
                allow-weak-tsig = true
                """);
        Locations places = locations(SourceFlags.NONE);
        Location.KnownHost com = places.savedHosts().of(COM.owner()).orElseThrow();
        assertEquals(new Location.Folder(folder.resolve("work/zones")), com);
        assertEquals(
                folder + "/work/zones/example.com.zone",
                places.savedHosts().provider(com, COM.owner()).description());
        var org = Question.name("_p2p.example.org");
        assertEquals(
                new Location.Server("ns1.example.org", new TsigSettings(KEY, true)),
                places.savedHosts().completed(places.savedHosts().of(org).orElseThrow(), org));
        assertEquals(
                new Location.Server("ns1.example.org", new TsigSettings(KEY, false)),
                places.savedHosts()
                        .completed(
                                new Location.Server(
                                        "ns1.example.org", new TsigSettings(KEY, false)),
                                COM.owner()));
        var reload =
                new Location.Folder(
                        folder.resolve("work/zones"),
                        new FileCommands(List.of("sign"), List.of("rndc", "reload")));
        assertEquals(
                reload,
                locations(SourceFlags.NONE.withLocation(reload))
                        .savedHosts()
                        .completed(com, COM.owner()));
    }
}
