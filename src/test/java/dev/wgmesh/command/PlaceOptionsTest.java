package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.shell.ShellCommand;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that choose where records are read, and their invalid combinations. */
class PlaceOptionsTest {
    @TempDir Path folder;

    private String fault(String flags) {
        return fault("list _p2p.example.com", flags);
    }

    private String fault(String command, String flags) {
        CommandOutput shown = new CommandFixture(folder).run((command + " " + flags).split(" "));
        assertEquals(2, shown.exit(), shown.err());
        assertEquals("", shown.out());
        return shown.err();
    }

    @Test
    void a_zone_has_one_place_and_all_that_is_wrong_is_reported_at_once() {
        assertEquals(
                """
                error: --zones, --server, --route53: cannot be combined
                  fix: give one; wg-mesh.toml can name a place for each zone
                error: --allow-weak-tsig: requires --tsig-key-file
                  fix: add --tsig-key-file FILE
                error: --endpoint-url: 'file:///etc' does not name an HTTP server
                  fix: give a URL such as https://route53.example.com
                """,
                fault(
                        "--zones zones --server ns1 --route53 --allow-weak-tsig"
                                + " --endpoint-url file:///etc"));
    }

    @Test
    void a_key_signs_messages_to_a_server() {
        assertEquals(
                """
                error: --tsig-key-file: cannot be combined with --zones: it signs messages to a server
                  fix: remove --tsig-key-file, or give --server instead of --zones
                """,
                fault("--zones zones --tsig-key-file k"));
        assertEquals(
                """
                error: --tsig-key-file: cannot be combined with --route53: it signs messages to a server
                  fix: remove --tsig-key-file, or give --server instead of --route53
                """,
                fault("--route53 --tsig-key-file k"));
    }

    @Test
    void a_command_to_run_is_for_zone_files_and_has_words() {
        assertEquals(
                """
                error: --reload: requires --zones
                  fix: add --zones DIR
                """,
                fault("join h.example.com", "--server ns1 --reload rndc"));
        assertEquals(
                """
                error: --reload: the command is empty or has an unclosed quote
                  fix: give a command such as --reload 'rndc reload example.com'
                """,
                fault("join h.example.com", "--zones zones --reload 'rndc"));
    }

    @Test
    void details_of_route53_need_a_zone_that_it_hosts() {
        assertEquals(
                """
                error: --hosted-zone-id, --private-zone: require --route53
                  fix: add --route53
                """,
                fault("--hosted-zone-id Z1 --private-zone"));
    }

    @Test
    void an_invalid_server_address_is_reported() {
        assertEquals(
                """
                records: the server 127.0.0.1:0
                error: 127.0.0.1:0: port 0 is not allowed
                  fix: give the server's address, such as 192.0.2.53 or [::1]:5353
                """,
                fault("--server 127.0.0.1:0").replaceAll("(?s)\\nwarning.*", "\n"));
    }

    @Test
    void every_command_that_asks_a_resolver_takes_the_trust_anchor_of_its_answers() {
        String missing = folder.resolve("none.key") + ": cannot be read: no such file";
        for (String call :
                List.of(
                        "allocate _p2p.example.com --dnssec require --dnssec-anchor none.key",
                        "apply _p2p.example.com --dnssec require --dnssec-anchor none.key",
                        "init _p2p.example.com --pool 10.9.0.0/24 --dnssec require"
                                + " --dnssec-anchor none.key",
                        "join h.example.com --dnssec require --dnssec-anchor none.key",
                        "leave h.example.com --dnssec require --dnssec-anchor none.key",
                        "list _p2p.example.com --dnssec require --dnssec-anchor none.key",
                        "plan _p2p.example.com --pin --dnssec require --dnssec-anchor none.key",
                        "rotate h.example.com --dnssec require --dnssec-anchor none.key",
                        "set h.example.com --site x --dnssec require --dnssec-anchor none.key",
                        "set-policy _p2p.example.com --pool 10.9.0.0/24 --dnssec require"
                                + " --dnssec-anchor none.key",
                        "show h.example.com --dnssec require --dnssec-anchor none.key",
                        "validate _p2p.example.com --dnssec require --dnssec-anchor none.key")) {
            CommandOutput shown = new CommandFixture(folder).run(call.split(" "));
            assertEquals(3, shown.exit(), call + "\n" + shown.err());
            assertTrue(shown.err().contains(missing), call + "\n" + shown.err());
        }
        String settings =
                new CommandFixture(folder)
                        .run("config", "show", "--dnssec", "require", "--dnssec-anchor", "none.key")
                        .out();
        assertTrue(
                settings.contains("require (trust anchors of " + folder.resolve("none.key") + ")"),
                settings);
    }

    @Test
    void an_unknown_mode_is_refused_before_a_file_is_looked_at() {
        for (String call :
                List.of(
                        "diff zones --dnssec-anchor none.key --dnssec sometimes",
                        "lock status --dnssec-anchor none.key --dnssec sometimes",
                        "push zones --dnssec-anchor none.key --dnssec sometimes",
                        "rollback receipt.json --dnssec-anchor none.key --dnssec sometimes",
                        "shell --dnssec-anchor none.key --dnssec sometimes")) {
            CommandOutput shown =
                    new CommandFixture(folder)
                            .commands(
                                    AllCommands.all()
                                            .with("shell", ShellCommand.SUMMARY, ShellCommand::new))
                            .run(call.split(" "));
            assertEquals(2, shown.exit(), call + "\n" + shown.err());
            assertTrue(shown.err().contains("got 'sometimes'"), call + "\n" + shown.err());
        }
    }
}
