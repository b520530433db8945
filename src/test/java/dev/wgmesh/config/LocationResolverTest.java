package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class LocationResolverTest {
    private static final Name COM = Question.name("_p2p.example.com");
    private static final Name NET = Question.name("node.example.net");
    private static final Name ORG = Question.name("example.org");
    private static final String TOML =
            """
            [zone."example.com"]
            zones = "here"
            [zone."sub.example.com"]
            server = "ns1.example.com"
            [zone."example.net"]
            route53 = true
            """;
    private static final SourceFlags FOLDER =
            SourceFlags.NONE.withLocation(new Location.Folder(Path.of("given")));
    private static final SourceFlags RESOLVER =
            SourceFlags.NONE.withResolvers(List.of("127.0.0.1:5353"));
    private static final SourceFlags EMIT = SourceFlags.NONE.withEmit(true);

    @TempDir Path folder;

    private ConfigFixture home() {
        return ConfigFixture.in(folder);
    }

    private String reads(SourceFlags flags, ConfigContext here, Name name) {
        return LocationResolver.of(flags, here, new SettingsCache(here))
                .locationOf(name)
                .toString()
                .replace(folder + "", ".");
    }

    private String writes(SourceFlags flags, ConfigContext here, Name name) {
        return LocationResolver.of(flags, here, new SettingsCache(here))
                .writeLocation(name)
                .map(speaker -> speaker.toString().replace(folder + "", "."))
                .orElse("printed");
    }

    @Test
    void without_anything_the_system_is_read_and_records_are_printed() {
        ConfigContext here = home().surroundings();
        assertEquals("the system's resolver", reads(SourceFlags.NONE, here, COM));
        assertEquals("printed", writes(SourceFlags.NONE, here, COM));
    }

    @Test
    void a_folder_of_zones_beside_is_read_and_written_but_not_by_a_nodes_own_commands()
            throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        ConfigContext here = home().surroundings();
        assertEquals("the zone files of ./work/zones", reads(SourceFlags.NONE, here, COM));
        assertEquals("the zone files of ./work/zones", writes(SourceFlags.NONE, here, COM));
        ConfigContext node = home().surroundings(false);
        assertEquals("the system's resolver", reads(SourceFlags.NONE, node, COM));
    }

    @Test
    void settings_speak_for_their_zones_and_the_folder_beside_for_the_rest() throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        ConfigContext here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/here", reads(SourceFlags.NONE, here, COM));
        assertEquals("Route53", reads(SourceFlags.NONE, here, NET));
        assertEquals("Route53", writes(SourceFlags.NONE, here, NET));
        assertEquals(
                "the server ns1.example.com",
                reads(SourceFlags.NONE, here, Question.name("x.sub.example.com")));
        assertEquals("the zone files of ./work/zones", reads(SourceFlags.NONE, here, ORG));
    }

    @Test
    void a_flag_applies_to_every_zone() throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        ConfigContext here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/given", reads(FOLDER, here, NET));
        assertEquals("the zone files of ./work/given", writes(FOLDER, here, NET));
        assertEquals("the resolver 127.0.0.1:5353", reads(RESOLVER, here, COM));
        assertEquals("printed", writes(RESOLVER, here, COM));
    }

    @Test
    void emit_prints_what_would_be_written_and_reads_as_always() {
        ConfigContext here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/here", reads(EMIT, here, COM));
        assertEquals("printed", writes(EMIT, here, COM));
    }

    @Test
    void a_place_comes_before_transfers_and_those_before_a_resolver() {
        SourceFlags all =
                FOLDER.withTransfer(new Location.Transfer("192.0.2.2", TsigSettings.NONE))
                        .withResolvers(List.of("192.0.2.1"));
        ConfigContext here = home().surroundings();
        assertEquals(
                1,
                LocationResolver.of(FOLDER, here, new SettingsCache(here))
                        .defaultLocations()
                        .size());
        assertEquals(
                "[the zone files of ./work/given, transfers from 192.0.2.2,"
                        + " the resolver 192.0.2.1]",
                LocationResolver.of(all, here, new SettingsCache(here))
                        .defaultLocations()
                        .toString()
                        .replace(folder + "", "."));
        assertEquals("the zone files of ./work/given", writes(all, here, NET));
    }

    @Test
    void what_is_only_read_means_that_records_are_printed() {
        SourceFlags axfr =
                SourceFlags.NONE.withTransfer(
                        new Location.Transfer("192.0.2.2", TsigSettings.NONE));
        ConfigContext here = home().surroundings();
        assertEquals("transfers from 192.0.2.2", reads(axfr, here, COM));
        assertEquals("printed", writes(axfr, here, COM));
        assertTrue(LocationResolver.of(axfr, here, new SettingsCache(here)).printsRecords());
        assertFalse(LocationResolver.of(FOLDER, here, new SettingsCache(here)).printsRecords());
    }

    @Test
    void a_detail_of_route53_is_for_the_zones_that_it_hosts() {
        ConfigFixture home = home().file("work/wg-mesh.toml", TOML);
        var details =
                new Route53Location(Optional.of("Z1"), Optional.of("dns"), Optional.empty(), false);
        SourceFlags flags =
                new SourceFlags(
                        Optional.empty(), Optional.empty(), List.of(), details, false, true);
        assertEquals("Route53 zone Z1", writes(flags, home.surroundings(), NET));
        assertEquals(
                "--hosted-zone-id, --profile: require --route53;" + " add --route53",
                fault(flags, home.surroundings(false)));
        home.file("work/wg-mesh.toml", TOML + "[zone.\"example.org\"]\nroute53 = true\n");
        assertEquals(
                "--hosted-zone-id: names one zone, but wg-mesh.toml has 2 Route53 zones;"
                        + " add --route53, or set hosted-zone-id in wg-mesh.toml",
                fault(flags, home.surroundings()));
    }

    private static String fault(SourceFlags flags, ConfigContext here) {
        Failure failure =
                assertThrows(
                        Failure.class,
                        () -> LocationResolver.of(flags, here, new SettingsCache(here)));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        return String.valueOf(failure.getMessage());
    }
}
