package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class SpeakersTest {
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
            new SourceFlags(Optional.of(Path.of("given")), List.of(), false);
    private static final SourceFlags RESOLVER =
            new SourceFlags(Optional.empty(), List.of("127.0.0.1:5353"), false);
    private static final SourceFlags EMIT = new SourceFlags(Optional.empty(), List.of(), true);

    @TempDir Path folder;

    private Home home() {
        return Home.in(folder);
    }

    private String reads(SourceFlags flags, Surroundings here, Name name) {
        return Speakers.of(flags, here).forReading(name).toString().replace(folder + "", ".");
    }

    private String writes(SourceFlags flags, Surroundings here, Name name) {
        return Speakers.of(flags, here)
                .forWriting(name)
                .map(speaker -> speaker.toString().replace(folder + "", "."))
                .orElse("printed");
    }

    @Test
    void without_anything_the_system_is_read_and_records_are_printed() {
        Surroundings here = home().surroundings();
        assertEquals("the system's resolver", reads(SourceFlags.NONE, here, COM));
        assertEquals("printed", writes(SourceFlags.NONE, here, COM));
    }

    @Test
    void a_folder_of_zones_beside_is_read_and_written_but_not_by_a_nodes_own_commands()
            throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        Surroundings here = home().surroundings();
        assertEquals("the zone files of ./work/zones", reads(SourceFlags.NONE, here, COM));
        assertEquals("the zone files of ./work/zones", writes(SourceFlags.NONE, here, COM));
        Surroundings node = home().surroundings(false);
        assertEquals("the system's resolver", reads(SourceFlags.NONE, node, COM));
    }

    @Test
    void settings_speak_for_their_zones_and_the_folder_beside_for_the_rest() throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        Surroundings here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/here", reads(SourceFlags.NONE, here, COM));
        assertEquals("Route53", reads(SourceFlags.NONE, here, NET));
        assertEquals("Route53", writes(SourceFlags.NONE, here, NET));
        assertEquals(
                "the server ns1.example.com",
                reads(SourceFlags.NONE, here, Question.name("x.sub.example.com")));
        assertEquals("the zone files of ./work/zones", reads(SourceFlags.NONE, here, ORG));
    }

    @Test
    void a_flag_speaks_of_every_zone() throws IOException {
        Files.createDirectories(folder.resolve("work/zones"));
        Surroundings here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/given", reads(FOLDER, here, NET));
        assertEquals("the zone files of ./work/given", writes(FOLDER, here, NET));
        assertEquals("the resolver 127.0.0.1:5353", reads(RESOLVER, here, COM));
        assertEquals("printed", writes(RESOLVER, here, COM));
    }

    @Test
    void emit_prints_what_would_be_written_and_reads_as_always() {
        Surroundings here = home().file("work/wg-mesh.toml", TOML).surroundings();
        assertEquals("the zone files of ./work/here", reads(EMIT, here, COM));
        assertEquals("printed", writes(EMIT, here, COM));
    }

    @Test
    void a_folder_is_a_closed_world_but_with_a_resolver_besides() {
        var both = new SourceFlags(Optional.of(Path.of("z")), List.of("192.0.2.1"), false);
        Surroundings here = home().surroundings();
        assertEquals(Optional.empty(), Speakers.of(FOLDER, here).beyondFolder());
        assertEquals(
                "Optional[the resolver 192.0.2.1]",
                Speakers.of(both, here).beyondFolder().toString());
    }
}
