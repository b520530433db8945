package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.FileCommands;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import dev.wgmesh.plan.TsigSettings;
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
        Settings settings =
                SettingsParser.parse(Path.of("/home/me/wg-mesh.toml"), example(), false);

        assertEquals(Optional.of(new MeshName("_p2p.example.com")), settings.mesh());
        assertEquals(
                List.of(Question.name("example.com"), Question.name("example.net")),
                List.copyOf(settings.zones().keySet()));
        var folder = new Location.Folder(Path.of("/home/me/zones"));
        assertEquals(List.of(folder, folder), List.copyOf(settings.zones().values()));
    }

    @Test
    void what_it_shows_in_comments_is_right_too() throws IOException {
        String all = example().replaceAll("(?m)^#(?! |$)", "");
        Settings settings = SettingsParser.parse(FILE, all, true);

        assertEquals(
                """
                example.com.: Folder /etc/wg-mesh/zones [][]
                example.edu.: Route53 dns
                example.net.: Folder /etc/wg-mesh/zones [/usr/local/sbin/sign-zone, example.net][rndc, reload, example.net]
                example.org.: Server ns1.example.org /etc/wg-mesh/example.org.key
                """,
                text(settings));
    }

    private static String text(Settings settings) {
        var text = new StringBuilder();
        settings.zones()
                .forEach((apex, place) -> {
                    String what =
                            switch (place) {
                                case Location.Folder(Path folder, FileCommands commands) ->
                                        "Folder "
                                                + folder
                                                + " "
                                                + commands.resign()
                                                + commands.reload();
                                case Location.Server(String server, TsigSettings signing) ->
                                        "Server " + server + " " + signing.keyFile().orElseThrow();
                                case Location.Primary _ -> "Primary";
                                case Route53Location details ->
                                        "Route53 " + details.profile().orElseThrow();
                            };
                    text.append(apex).append(": ").append(what).append('\n');
                });
        return text.toString();
    }
}
