package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.Answer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

class PlacesTest {
    private static final String LIST = "_p2p TXT \"a.example.com\"\n";
    private static final Question COM = Question.of("_p2p.example.com", Type.TXT);
    private static final Question NET = Question.of("_p2p.example.net", Type.TXT);

    @TempDir Path folder;
    private Home home = Home.in(Path.of(""));

    @BeforeEach
    void zones() {
        home = Home.in(folder).zone("work/zones/example.com.zone", "example.com", LIST);
    }

    private Places places(SourceFlags flags) {
        return Places.of(flags, home.surroundings());
    }

    private static String answer(DnsSource source, Question question) {
        return switch (source.ask(List.of(question)).get(question)) {
            case Answer.Found<RRset>(RRset set, _) -> set.bare().getFirst().rdataToString();
            case Answer.Absent<RRset> _ -> "absent";
            case Answer.Failed<RRset>(var problem) -> problem.what();
            case null -> "not asked";
        };
    }

    @Test
    void each_zone_is_read_from_its_own_place_and_each_place_is_told_once() {
        home.zone("work/net/example.net.zone", "example.net", "_p2p TXT \"b.example.net\"\n")
                .file("work/wg-mesh.toml", "[zone.\"example.net\"]\nzones = \"net\"\n");
        Places places = places(SourceFlags.NONE);
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
        assertInstanceOf(Target.Hosted.class, places(SourceFlags.NONE).target(COM.owner()));
        var emit = SourceFlags.NONE.emitting(true);
        assertInstanceOf(Target.Printed.class, places(emit).target(COM.owner()));
        Failure failure =
                assertThrows(Failure.class, () -> places(SourceFlags.NONE).target(NET.owner()));
        assertEquals(
                "_p2p.example.net: is in no zone file of "
                        + folder
                        + "/work/zones; name the folder that holds it: --zones DIR",
                failure.getMessage());
        Home empty = Home.in(folder.resolve("empty"));
        assertTrue(
                Places.of(SourceFlags.NONE, empty.surroundings()).target(COM.owner())
                                instanceof Target.Nowhere(var problem)
                        && problem.mend().contains("--zones DIR"));
    }

    @Test
    void the_mesh_is_the_one_named_the_settings_or_the_only_one() {
        var named = Optional.of(new MeshName("_p2p.named.example"));
        assertEquals("_p2p.example.com", places(SourceFlags.NONE).mesh(Optional.empty()).text());
        home.file("work/wg-mesh.toml", "mesh = \"_p2p.settings.example\"\n");
        assertEquals(
                "_p2p.settings.example", places(SourceFlags.NONE).mesh(Optional.empty()).text());
        assertEquals("_p2p.named.example", places(SourceFlags.NONE).mesh(named).text());
    }

    @Test
    void several_meshes_or_none_are_told() {
        home.zone(
                "work/zones/example.net.zone",
                "example.net",
                "_policy._p2p TXT pool=10.0.0.0/24\n");
        assertEquals(
                "MESH: is left out, and there are several: _p2p.example.com, _p2p.example.net;"
                        + " name it, or give mesh in wg-mesh.toml",
                noMesh());
        home.zone(
                "work/zones/example.com.zone",
                "example.com",
                "_p2p PTR _p2p.eu\n_p2p.eu TXT x.example.com\n_policy._p2p TXT pool=10.0.0.0/24\n");
        home.zone("work/zones/example.net.zone", "example.net", "");
        assertEquals("_p2p.example.com", places(SourceFlags.NONE).mesh(Optional.empty()).text());
        home.zone("work/zones/example.com.zone", "example.com", "");
        assertTrue(noMesh().contains("there is no mesh in the zones at hand"), noMesh());
    }

    private String noMesh() {
        return assertThrows(Failure.class, () -> places(SourceFlags.NONE).mesh(Optional.empty()))
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
        Places places = places(SourceFlags.NONE);
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
}
