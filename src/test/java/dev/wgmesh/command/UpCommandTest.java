package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.dns.FakeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code up} with scripted tools: each step, each of them again, and what stops it. */
class UpCommandTest {
    private static final String MESH = "_p2p.example.com";
    private static final String HOST = "node-d.example.com";
    private static final String WG0 =
            """
            {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
             "addr_info":[{"family":"inet","local":"10.0.0.2","prefixlen":32}]}
            """;
    private static final String ROUTES =
            """
            [{"dst":"10.0.0.1","dev":"wg0","protocol":"87"}]
            """;
    @TempDir Path folder;
    private ScriptedPrograms programs = UpFixture.machine();

    @BeforeEach
    void zones() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(zone(), UpFixture.ZONE);
    }

    private Path zone() {
        return folder.resolve("zones/example.com.zone");
    }

    /** The same machine after the first run. */
    private ScriptedPrograms configured() {
        PrivateKey key = KeyFile.read(folder.resolve("wg0.key")).key();
        return new ScriptedPrograms()
                .network("[" + UpFixture.ETH0 + "," + WG0 + "]", ROUTES)
                .prints(
                        "wg show wg0 dump",
                        """
                        %s\t%s\t51820\toff
                        MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=\t(none)\t203.0.113.10:51820\
                        \t10.0.0.1/32\t0\t0\t0\t25
                        """
                                .formatted(key.reveal(), key.publicKey()));
    }

    private CommandFixture fixture() {
        return new CommandFixture(folder).programs(programs).asRoot();
    }

    private CommandOutput up(CommandFixture fixture, String... more) {
        var words =
                new ArrayList<>(List.of("up", MESH, "--key", "wg0.key", "--state-dir", "state"));
        words.addAll(List.of(more));
        return fixture.run(words.toArray(String[]::new));
    }

    private CommandOutput zoned(String... more) {
        var words = new ArrayList<>(List.of("--zones", "zones"));
        words.addAll(List.of(more));
        return up(fixture(), words.toArray(String[]::new));
    }

    private String publicKey() {
        return KeyFile.read(folder.resolve("wg0.key")).key().publicKey().base64();
    }

    @Test
    void the_first_run_does_every_step_and_the_second_changes_nothing() throws IOException {
        CommandOutput first = zoned(HOST, "--nat", "yes");
        assertEquals(0, first.exit(), first.err());
        assertEquals(
                """
                key: wg0.key created, its public key is KEY
                member: node-d.example.com joined _p2p.example.com with 10.0.0.2
                + interface wg0 port 51820
                + address 10.0.0.2  mesh address of this node
                + peer node-a.example.com endpoint 203.0.113.10:51820 allowed-ips 10.0.0.1/32\
                 keepalive 25s  node-a.example.com is a new member
                + route 10.0.0.1/32 dev wg0  node-a.example.com: not on a local network
                interface: wg0 configured
                service: not enabled: the unit uses wg0, /etc/wg-mesh/wg0.key and\
                 /var/lib/wg-mesh; run: wg-mesh apply _p2p.example.com --watch --key wg0.key\
                 --state-dir state --zones zones

                wg-mesh status      how each member is reached now
                wg-mesh why HOST    what is between this node and a member
                wg-mesh doctor      what on this machine is in the way
                Members that join later need no step on this node while wg-mesh apply --watch runs.
                """
                        .replace("KEY", publicKey()),
                first.out());
        Path key = folder.resolve("wg0.key");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        String zone = Files.readString(zone());
        assertTrue(zone.contains(publicKey()), zone);
        programs = configured();

        CommandOutput second = zoned();
        assertEquals(0, second.exit(), second.err());
        assertEquals(
                """
                key: wg0.key exists, its public key is KEY
                member: node-d.example.com is a member of _p2p.example.com with 10.0.0.2
                interface: wg0 is configured as DNS says
                """
                        .replace("KEY", publicKey()),
                second.out().substring(0, second.out().indexOf("service:")));
        assertTrue(second.out().contains("\nnothing changed\n"), second.out());
        assertEquals(zone, Files.readString(zone()));
        assertEquals(
                List.of("ip -N -json -details -batch -", "wg show wg0 dump"), programs.started());
    }

    /** Each prefix of the steps, as an interruption leaves it, is completed by the next run. */
    @Test
    void a_run_goes_on_where_another_one_was_interrupted() throws IOException {
        KeyFile.create(folder.resolve("wg0.key"), PrivateKey.generate(new Random(1)));
        String joined = zoned(HOST).out();
        assertTrue(joined.contains("key: wg0.key exists"), joined);
        assertTrue(joined.contains("member: node-d.example.com joined"), joined);
        String applied = zoned().out();
        assertTrue(applied.contains("member: node-d.example.com is a member"), applied);
        assertTrue(applied.contains("+ interface wg0"), applied);
        assertTrue(applied.contains("interface: wg0 configured"), applied);
    }

    @Test
    void without_a_place_to_write_it_prints_what_to_send() throws IOException {
        try (FakeDns dns = FakeDns.start(UpCommandTest::resolve)) {
            String resolver = "127.0.0.1:" + dns.address().getPort();
            CommandOutput shown = up(fixture(), HOST, "--resolver", resolver, "-n");
            assertEquals(1, shown.exit(), shown.err());
            assertEquals(
                    """
                    key: wg0.key would be created; its public key below is a sample
                    member: node-d.example.com is not a member of _p2p.example.com, and no place to\
                     write its records is named

                    Without -n, up prints what to send to an administrator of the zone.
                    """,
                    shown.out());
            assertFalse(Files.exists(folder.resolve("wg0.key")));
            CommandOutput said =
                    up(fixture(), HOST, "--resolver", resolver, "--endpoint", "203.0.113.204");
            assertEquals(1, said.exit(), said.err());
            assertEquals(
                    """
                    key: wg0.key created, its public key is KEY
                    member: node-d.example.com is not a member of _p2p.example.com, and no place to\
                     write its records is named

                    Send this command to an administrator of the zone. The private key stays here.
                    wg-mesh join node-d.example.com --mesh _p2p.example.com --public-key KEY\
                     --endpoint 203.0.113.204

                    Or send these records, for a zone that is edited by hand.
                    ; zone example.com.
                    _p2p.example.com. 300 IN TXT "node-d.example.com"
                    _revision._p2p.example.com. 300 IN TXT "1"
                    node-d.example.com. 300 IN A 203.0.113.204
                    _wireguard.node-d.example.com. 300 IN A 10.0.0.2
                    _wireguard.node-d.example.com. 300 IN TXT "KEY"

                    When DNS has the records (a resolver may need 60 s more), run:
                    wg-mesh up _p2p.example.com node-d.example.com --key wg0.key --state-dir state\
                     --resolver RESOLVER
                    """
                            .replace("KEY", publicKey())
                            .replace("RESOLVER", resolver),
                    said.out());
            CommandOutput json = up(fixture(), HOST, "--resolver", resolver, "-o", "json");
            assertEquals(1, json.exit(), json.err());
            JsonNode document = JsonMapper.shared().readTree(json.out());
            assertEquals(List.of(), JsonSchema.faults(Path.of("docs/schema"), "up.json", document));
            assertEquals(
                    "wg-mesh join node-d.example.com --mesh _p2p.example.com --public-key "
                            + publicKey(),
                    document.get("send").asString());
        }
    }

    /** Answers with the records of the zone. */
    private static FakeDns.Reaction resolve(Message query, boolean tcp) {
        String name = query.getQuestion().getName().toString();
        String type = Type.string(query.getQuestion().getType());
        List<String> answer =
                UpFixture.ZONE
                        .lines()
                        .skip(1)
                        .map(line -> line.split(" ", 3))
                        .filter(words -> words[1].equals(type))
                        .filter(words -> name.equals(absolute(words[0])))
                        .map(words ->
                                name
                                        + " 300 "
                                        + type
                                        + " "
                                        + words[2].replaceAll(
                                                "\\bns1\\b|\\bhostmaster\\b", "$0.example.com."))
                        .toList();
        boolean exists =
                UpFixture.ZONE
                        .lines()
                        .skip(1)
                        .map(line -> absolute(line.split(" ", 2)[0]))
                        .anyMatch(owner -> owner.equals(name) || owner.endsWith("." + name));
        String soa =
                "example.com. 60 SOA ns1.example.com. hostmaster.example.com. 1 3600 900 604800 60";
        Message reply =
                FakeDns.reply(
                        query,
                        exists ? Rcode.NOERROR : Rcode.NXDOMAIN,
                        answer,
                        answer.isEmpty() ? new String[] {soa} : new String[0]);
        return new FakeDns.Reaction.Send(reply.toWire());
    }

    private static String absolute(String owner) {
        return owner.equals("@") ? "example.com." : owner + ".example.com.";
    }

    @Test
    void the_name_of_the_machine_is_the_default_in_the_domain_of_the_mesh() throws IOException {
        Path kernel = Files.createDirectories(folder.resolve("proc/sys/kernel"));
        for (String name : List.of("node-d", HOST)) {
            Files.writeString(kernel.resolve("hostname"), name + "\n");
            Files.writeString(zone(), UpFixture.ZONE);
            CommandOutput said = zoned();
            assertTrue(
                    said.err().contains("host: " + HOST + ", from the name of this machine"),
                    said.err());
            assertTrue(said.out().contains("member: " + HOST + " joined"), said.out());
        }
        for (String name : List.of("localhost", "node-d.example.net", "")) {
            Files.writeString(kernel.resolve("hostname"), name + "\n");
            Files.writeString(zone(), UpFixture.ZONE);
            CommandOutput said = zoned();
            assertEquals(2, said.exit(), said.err());
            assertTrue(
                    said.err()
                            .contains(
                                    "error: HOST: is missing: the name of this machine, '"
                                            + name
                                            + "', is not in example.com"),
                    said.err());
            assertEquals(UpFixture.ZONE, Files.readString(zone()));
        }
    }

    @Test
    void a_name_that_is_not_this_host_s_is_refused() throws IOException {
        CommandOutput other = zoned("node-a.example.com");
        assertEquals(4, other.exit(), other.out());
        assertEquals(
                """
                error: node-a.example.com: is a member with the public key\
                 MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=, which is not the key of this node
                  fix: give the name of this node; or if this is node-a.example.com, restore its key file,\
                 or remove the member first: wg-mesh leave node-a.example.com
                """,
                errors(other));
        zoned(HOST);
        programs = configured();
        CommandOutput mine = zoned("node-e.example.com");
        assertEquals(4, mine.exit(), mine.out());
        assertEquals(
                """
                error: node-e.example.com: the key of this node is that of the member node-d.example.com
                  fix: run: wg-mesh up _p2p.example.com node-d.example.com, or give another key file: --key FILE
                """,
                errors(mine));
    }

    private static String errors(CommandOutput output) {
        return output.err().substring(output.err().indexOf("error:"));
    }

    @Test
    void an_interface_in_use_keeps_its_key() throws IOException {
        KeyFile.create(folder.resolve("wg0.key"), PrivateKey.generate(new Random(1)));
        programs = configured();
        String key = publicKey();
        Files.delete(folder.resolve("wg0.key"));
        CommandOutput said = zoned(HOST);
        assertEquals(4, said.exit(), said.out());
        assertEquals(
                """
                error: interface wg0: has the key KEY already, and wg0.key does not exist
                  fix: save its private key, then run this again: (umask 077; wg show wg0 private-key > wg0.key)
                """
                        .replace("KEY", key),
                errors(said));
        assertFalse(Files.exists(folder.resolve("wg0.key")));
        assertEquals(UpFixture.ZONE, Files.readString(zone()));
    }

    @Test
    void without_root_and_tools_nothing_is_done() throws IOException {
        CommandOutput said =
                up(
                        new CommandFixture(folder)
                                .programs(new ScriptedPrograms().lacks("wg").lacks("ip")),
                        "--zones",
                        "zones",
                        HOST);
        assertEquals(3, said.exit());
        assertEquals(
                """
                error: up: needs root, to configure wg0
                  fix: run: sudo wg-mesh up _p2p.example.com
                error: wg: not installed, or not on PATH
                  fix: install wireguard-tools
                error: ip: not installed, or not on PATH
                  fix: install iproute2
                """,
                said.err());
        assertFalse(Files.exists(folder.resolve("wg0.key")));
        assertEquals(UpFixture.ZONE, Files.readString(zone()));
    }

    @Test
    void options_that_describe_a_member_are_no_change_where_it_is_so_already() throws IOException {
        String[] words = {HOST, "--endpoint", "203.0.113.204", "--site", "home", "--nat", "no"};
        assertEquals(0, zoned(words).exit());
        programs = configured();
        String zone = Files.readString(zone());
        CommandOutput again = zoned(words);
        assertEquals(0, again.exit(), again.err());
        assertTrue(again.out().contains("member: " + HOST + " is a member of"), again.out());
        assertEquals(zone, Files.readString(zone()));
        CommandOutput wrong = zoned(HOST, "--nat", "maybe");
        assertEquals(2, wrong.exit(), wrong.out());
        assertEquals("", wrong.out());
    }

    @Test
    void a_mesh_that_does_not_exist_is_reported() {
        CommandOutput said =
                fixture()
                        .run(
                                "up",
                                "_vpn.example.com",
                                HOST,
                                "--key",
                                "wg0.key",
                                "--state-dir",
                                "state",
                                "--zones",
                                "zones",
                                "--site",
                                "home");
        assertEquals(2, said.exit(), said.err());
        assertEquals(
                """
                error: _vpn.example.com TXT: no such mesh in FOLDER/zones/
                  fix: check the name, or create the mesh: wg-mesh init _vpn.example.com --pool CIDR
                """,
                errors(said).replace(folder.toString(), "FOLDER"));
    }

    @Test
    void without_dns_the_saved_mesh_is_used() throws IOException {
        zoned(HOST);
        programs = configured();
        Files.delete(zone());
        CommandOutput said = zoned();
        assertEquals(0, said.exit(), said.err());
        String steps = said.out().substring(0, said.out().indexOf("service:"));
        assertEquals(
                """
                key: wg0.key exists, its public key is KEY
                member: not known, as DNS cannot be read: _p2p.example.com PTR: its zone is not in FOLDER/zones/
                interface: wg0 is configured as DNS says
                """,
                steps.replace(publicKey(), "KEY").replace(folder.toString(), "FOLDER"));
    }
}
