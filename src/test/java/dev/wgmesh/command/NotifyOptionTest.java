package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.CommandFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifyOptionTest {
    @TempDir Path folder;

    private String errors(String words) {
        return new CommandFixture(folder).run(words.split(" ")).err();
    }

    @Test
    void without_a_loop_nobody_listens() {
        assertEquals(
                """
                error: --listen-notify: requires --watch
                  fix: add --watch
                """,
                errors("apply _p2p.example.com --listen-notify 127.0.0.1"));
    }

    @Test
    void without_a_primary_no_message_would_count() {
        assertEquals(
                """
                error: --listen-notify: no DNS server is named whose messages would count
                  fix: name the primary: --server HOST, --axfr HOST, or server in wg-mesh.toml
                """,
                errors("apply _p2p.example.com --watch --listen-notify 127.0.0.1 --zones ."));
    }
}
