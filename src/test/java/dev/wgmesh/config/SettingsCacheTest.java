package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCacheTest {
    @TempDir Path folder;

    @Test
    void the_file_is_read_once() throws IOException {
        ConfigFixture home = ConfigFixture.in(folder);
        home.file("work/wg-mesh.toml", "mesh = \"_p2p.example.com\"\n");
        var cache = new SettingsCache(home.surroundings());
        cache.get();
        home.file("work/wg-mesh.toml", "mesh = \"_p2p.example.org\"\n");
        assertEquals(Optional.of(new MeshName("_p2p.example.com")), cache.get().mesh());
    }

    @Test
    void a_file_that_cannot_be_used_is_a_failure_at_each_call() throws IOException {
        ConfigFixture home = ConfigFixture.in(folder);
        home.file("work/wg-mesh.toml", "mesh = 1\n");
        var cache = new SettingsCache(home.surroundings());
        assertThrows(Failure.class, cache::get);
        assertThrows(Failure.class, cache::get);
    }
}
