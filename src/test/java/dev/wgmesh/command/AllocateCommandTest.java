package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocateCommandTest {
    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    @Test
    void the_lowest_free_addresses_are_reported_and_none_is_reserved() {
        assertEquals("10.0.0.4\n", example.run("allocate").out());
        assertEquals(
                "10.0.0.4\n10.0.0.5\n10.0.0.6\n",
                example.run("allocate _p2p.example.com --count 3").out());
        assertEquals("10.0.0.129\n", example.run("allocate --pool 10.0.0.128/25").out());
    }

    @Test
    void each_family_of_the_pools_is_reported() {
        example.run("init _p2p.example.net --pool 10.9.0.0/24 --pool fd09::/64");
        assertEquals(
                "10.9.0.1\n10.9.0.2\nfd09::1\nfd09::2\n",
                example.run("allocate _p2p.example.net --count 2").out());
        var several = example.run("allocate");
        assertEquals(2, several.exit());
        assertTrue(
                several.err()
                        .contains(
                                "the local zones contain several: _p2p.example.com,"
                                        + " _p2p.example.net"),
                several.err());
    }

    @Test
    void a_pool_that_is_not_the_meshs_or_too_full_is_refused() {
        var other = example.run("allocate --pool 10.1.0.0/24");
        assertEquals(4, other.exit());
        assertTrue(other.err().contains("is outside the pools of _p2p.example.com"));
        var many = example.run("allocate --count 300");
        assertEquals(4, many.exit());
        assertTrue(many.err().contains("has only 251 free addresses left"), many.err());
        assertEquals(2, example.run("allocate --count 0").exit());
        assertEquals(2, example.run("allocate _p2p.none.example.com").exit());
    }

    @Test
    void a_member_that_cannot_be_read_may_have_any_address() throws IOException {
        Files.delete(example.path("zones/example.net.zone"));
        var shown = example.run("allocate");
        assertEquals(3, shown.exit());
        assertTrue(
                shown.err()
                        .replaceAll("/\\S+/zones/", "zones/")
                        .contains(
                                """
                                error: node-c.example.net: cannot be read, so its addresses are unknown: its zone is not in zones/
                                  fix: add its zone (--zones DIR), or a resolver (--resolver HOST)
                                """),
                shown.err());
    }
}
