package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleSettingsTest {
    private static final Path FILE = Path.of("/etc/wg-mesh/wg-mesh.toml");

    private static String example() throws IOException {
        return Files.readString(Path.of("examples/wg-mesh.toml"));
    }

    @Test
    void the_example_names_the_mesh_and_the_folder_of_its_zones() throws IOException {
        Settings settings = SettingsText.read(Path.of("/home/me/wg-mesh.toml"), example(), false);

        assertEquals(Optional.of(new MeshName("_p2p.example.com")), settings.mesh());
        assertEquals(
                List.of(Question.name("example.com"), Question.name("example.net")),
                List.copyOf(settings.zones().keySet()));
        settings.zones()
                .values()
                .forEach(
                        zone -> assertEquals(Optional.of(Path.of("/home/me/zones")), zone.zones()));
    }

    @Test
    void what_it_shows_in_comments_is_right_too() throws IOException {
        String all = example().replaceAll("(?m)^#(?! |$)", "");
        Settings settings = SettingsText.read(FILE, all, true);

        assertEquals(4, settings.zones().size());
        ZoneSetting served = settings.zones().get(Question.name("example.org"));
        assertEquals(Optional.of("ns1.example.org"), served == null ? null : served.server());
        ZoneSetting net = settings.zones().get(Question.name("example.net"));
        assertEquals(Optional.of("rndc reload example.net"), net == null ? null : net.reload());
    }
}
