package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} of files of wg-quick. */
class ImportCommandTest {
    private static final PrivateKey A = PrivateKey.generate(new Random(1));
    private static final PrivateKey B = PrivateKey.generate(new Random(2));
    private static final PrivateKey C = PrivateKey.generate(new Random(3));

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void write() {
        example = ExampleZones.in(folder);
        example.write(
                "zones/example.org.zone",
                """
                $ORIGIN example.org.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 900 604800 60
                @ NS ns1
                ns1 A 192.0.2.53
                """);
        assertEquals(
                0,
                example.run("init _p2p.example.org --pool 10.7.0.0/24 --allow 192.168.5.0/24")
                        .exit());
        example.write(
                "a.conf",
                """
                # a.example.org
                [Interface]
                PrivateKey = %s
                Address = 10.7.0.1/24
                ListenPort = 51820

                # Name = b.example.org
                [peer]
                publickey = %s
                AllowedIPs = 10.7.0.2/32, 192.168.5.0/24
                Endpoint = 203.0.113.2:51821

                [Peer]
                # Name: c.example.org
                PublicKey = %s
                AllowedIPs = 10.7.0.3
                """
                        .formatted(A.reveal(), B.publicKey(), C.publicKey()));
        example.write(
                "b.conf",
                """
                [Interface]
                PrivateKey = %s
                Address = 10.7.0.2/24
                ListenPort = 51821
                DNS = 10.7.0.1
                PostUp = iptables -A FORWARD -i %%i -j ACCEPT

                [Peer]
                PublicKey = %s
                PresharedKey = %s
                AllowedIPs = 10.7.0.1/32, 0.0.0.0/0
                Endpoint = 198.51.100.1:51820
                """
                        .formatted(B.reveal(), A.publicKey(), C.reveal()));
    }

    private CommandOutput run(String line) {
        return example.run(line);
    }

    private String imported(String line) {
        var shown = run(line);
        assertEquals(0, shown.exit(), shown.err());
        return shown.out();
    }

    @Test
    void machines_and_their_peers_become_members() {
        var shown = run("import a.conf b.conf --mesh _p2p.example.org");
        assertEquals(0, shown.exit(), shown.err());
        assertEquals(
                """
                a.example.org [10.7.0.1]
                b.example.org [10.7.0.2]
                c.example.org [10.7.0.3]
                imported into _p2p.example.org
                """,
                shown.out());
        for (String note :
                new String[] {
                    "b.conf: DNS is not part of a mesh in DNS",
                    "b.conf: PostUp is not part of a mesh in DNS",
                    "b.conf: the preshared key of the peer " + A.publicKey() + " is not in DNS",
                    "a.example.org: its default route 0.0.0.0/0 is not imported"
                }) {
            assertTrue(shown.err().contains("warning: " + note), shown.err());
        }
        assertFalse(shown.err().contains(A.reveal()) || shown.err().contains(C.reveal()));
        String list = imported("list _p2p.example.org");
        assertTrue(list.contains("a.example.org  10.7.0.1"), list);
        assertTrue(list.contains("198.51.100.1:51820"), list);
        assertTrue(list.contains("203.0.113.2:51821"), list);
        String b = imported("show b.example.org");
        assertTrue(b.contains("192.168.5.0/24"), b);
        String c = imported("show c.example.org");
        assertTrue(c.contains("nat        yes"), c);
        assertTrue(
                imported("import a.conf b.conf --mesh _p2p.example.org")
                        .endsWith("all are members of _p2p.example.org already\n"));
    }

    @Test
    void a_dry_run_plans_each_join_after_those_before_it() {
        String zone = example.text("zones/example.org.zone");
        String plan = imported("import a.conf b.conf --mesh _p2p.example.org -n");
        assertTrue(plan.contains("c.example.org"), plan);
        assertEquals(zone, example.text("zones/example.org.zone"));
        assertEquals(0, run("import a.conf b.conf --mesh _p2p.example.org --out plan.json").exit());
        assertEquals(zone, example.text("zones/example.org.zone"));
        var pushed = run("push plan.json");
        assertEquals(0, pushed.exit(), pushed.err());
        assertTrue(imported("list _p2p.example.org").contains("c.example.org"));
        assertTrue(
                imported("import a.conf b.conf --mesh _p2p.example.org --ttl 300 --no-wait")
                        .endsWith("already\n"));
    }

    @Test
    void every_machine_needs_a_name() {
        example.replace("a.conf", "# Name: c.example.org\n", "");
        example.replace("a.conf", "# Name = b.example.org\n", "");
        var shown = run("import a.conf --mesh _p2p.example.org");
        assertEquals(2, shown.exit(), shown.err());
        for (PrivateKey key : new PrivateKey[] {B, C}) {
            assertTrue(
                    shown.err().contains("fix: name it: --name " + key.publicKey() + "=HOST"),
                    shown.err());
        }
        String names =
                " --name %s=b.example.org --name %s=c.example.org"
                        .formatted(B.publicKey(), C.publicKey());
        var named = run("import a.conf --mesh _p2p.example.org" + names);
        assertEquals(0, named.exit(), named.err());
        assertTrue(named.err().contains("a.example.org: its endpoint is unknown"), named.err());
        assertEquals(2, run("import a.conf --name b.example.org").exit());
    }

    @Test
    void a_route_to_other_members_is_not_a_net() {
        example.replace("a.conf", "10.7.0.2/32, 192.168.5.0/24", "10.7.0.0/24, 10.7.0.2/32");
        var shown = run("import a.conf b.conf --mesh _p2p.example.org");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(
                shown.err().contains("b.example.org: its 10.7.0.0/24 is not imported"),
                shown.err());
    }

    @Test
    void contradictions_stop_it_with_all_of_them() {
        example.replace("a.conf", "10.7.0.3", "10.7.0.2");
        example.replace("a.conf", "c.example.org", "a.example.org");
        String zone = example.text("zones/example.org.zone");
        var shown = run("import a.conf b.conf --mesh _p2p.example.org");
        assertEquals(2, shown.exit(), shown.err());
        assertTrue(shown.err().contains("10.7.0.2: is an address of two machines"), shown.err());
        assertTrue(shown.err().contains("a.example.org: is the name of two machines"), shown.err());
        assertEquals(zone, example.text("zones/example.org.zone"));
    }

    @Test
    void addresses_outside_of_the_policy_are_refused_before_anything_is_written() {
        example.replace("a.conf", "Address = 10.7.0.1/24", "Address = 10.8.0.1/24");
        example.replace("b.conf", "10.7.0.1/32", "10.8.0.1/32");
        String zone = example.text("zones/example.org.zone");
        var shown = run("import a.conf b.conf --mesh _p2p.example.org");
        assertEquals(4, shown.exit(), shown.err());
        assertTrue(shown.err().contains("10.8.0.1"), shown.err());
        assertEquals(zone, example.text("zones/example.org.zone"));
    }

    @Test
    void json_has_members_and_plans() {
        String json = imported("import a.conf b.conf --mesh _p2p.example.org -n -o json");
        assertTrue(json.contains("\"format\": \"wg-mesh/import\""), json);
        assertTrue(json.contains("\"behindNat\": true"), json);
        assertFalse(json.contains(A.reveal()), json);
    }

    @Test
    void wrong_calls_say_what_to_do() {
        for (String call :
                new String[] {"import", "import missing.conf", "import zones/example.com.zone"}) {
            var shown = run(call);
            assertTrue(shown.exit() == 2 || shown.exit() == 3, call + shown.err());
            assertTrue(shown.err().contains("fix: "), call + shown.err());
        }
    }
}
