package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.dns.FakeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;

/** {@code list} and {@code show}. */
class ListAndShowTest {
    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void copy() {
        example = ExampleZones.in(folder);
    }

    @Test
    void members_are_listed_with_what_dns_knows_of_them() {
        var shown = example.run("list");
        assertEquals(
                """
                MEMBER              ADDRESSES              ENDPOINTS            SITE   KEY
                node-a.example.com  10.0.0.1, 192.168.1.1  198.51.100.10:51820  cloud  MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=
                node-b.example.com  10.0.0.2, 192.168.1.2  203.0.113.202:51820  -      meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=
                node-c.example.net  10.0.0.3, 192.168.1.3  -                    -      mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=
                """,
                shown.out());
        assertEquals("records: the zone files of " + folder + "/zones\n", shown.err());
        assertEquals(0, shown.exit());
        assertEquals(shown.out(), example.run("list _P2P.Example.COM.").out());
    }

    @Test
    void a_member_is_shown_whose_mesh_is_found_in_another_zone() {
        var shown = example.run("show node-c.example.net");
        assertEquals(
                """
                node-c.example.net
                  mesh       _p2p.example.com
                  key        mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=
                  addresses  10.0.0.3, 192.168.1.3
                  endpoints  -
                  site       -
                  nat        yes
                """,
                shown.out());
        assertEquals(0, shown.exit());
    }

    @Test
    void what_cannot_be_read_is_not_what_does_not_exist() throws IOException {
        Files.delete(example.path("zones/example.net.zone"));
        var shown = example.run("list");
        assertTrue(
                shown.out().contains("\nnode-c.example.net  ?                      ?"),
                shown.out());
        assertTrue(
                shown.err().contains("warning: _wireguard.node-c.example.net TXT: its zone is not"),
                shown.err());
        assertEquals(0, shown.exit());
    }

    @Test
    void a_member_that_is_none_is_answered_with_the_nearest() {
        var shown = example.run("show node-x.example.com");
        assertTrue(
                shown.err()
                        .endsWith(
                                """
                                error: node-x.example.com: not a member of _p2p.example.com
                                  fix: did you mean node-a.example.com?
                                """),
                shown.err());
        assertEquals(2, shown.exit());
    }

    @Test
    void a_mesh_that_does_not_exist_is_reported() {
        var shown = example.run("list _p2p.none.example.com");
        assertTrue(
                shown.err()
                        .endsWith(
                                """
                                zones/
                                  fix: check the name, or create the mesh: wg-mesh init
                                """),
                shown.err());
        assertEquals(2, shown.exit());
        assertEquals("", shown.out());
    }

    @Test
    void a_name_that_no_server_knows_and_a_server_that_fails_are_distinguished()
            throws IOException {
        var nothing = asked(Rcode.NXDOMAIN);
        assertEquals(2, nothing.exit(), nothing.err());
        assertTrue(nothing.err().contains("_p2p.example.com TXT: no such mesh in"), nothing.err());
        var failing = asked(Rcode.SERVFAIL);
        assertEquals(3, failing.exit(), failing.err());
        assertTrue(failing.err().contains("SERVFAIL"), failing.err());
        assertEquals("", nothing.out() + failing.out());
    }

    private CommandFixture.CommandOutput asked(int rcode) throws IOException {
        try (var server =
                FakeDns.start((query, _) ->
                        new FakeDns.Reaction.Send(
                                FakeDns.reply(query, rcode, List.of(), SOA).toWire()))) {
            return example.run(
                    "list _p2p.example.com --resolver 127.0.0.1:" + server.address().getPort());
        }
    }

    private static final String SOA =
            "example.com. 60 SOA ns1.example.com. hostmaster.example.com. 1 3600 900 604800 60";
}
