package dev.wgmesh.command;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export}: each format, QR codes, and the comparison of a file with DNS. */
class ExportCommandTest {
    private static final String PHONE = "phone.example.com";

    private static final String NODE_A_KEY = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";

    @TempDir Path folder;
    private ExampleZones example = new ExampleZones(Path.of(""));

    @BeforeEach
    void join() {
        example = ExampleZones.in(folder);
        assertEquals(0, example.run("join " + PHONE + " --nat yes --key phone.key").exit());
    }

    private String export(String options) {
        var shown = example.run("export " + options);
        assertEquals(0, shown.exit(), shown.err());
        return shown.out();
    }

    private String withoutComments(String text) {
        return text.replaceAll("(?m)^ *#.*\n", "").replace(key(), "KEY");
    }

    private String key() {
        return example.text("phone.key").strip();
    }

    @Test
    void a_file_for_wg_quick_has_all_that_the_member_needs() {
        assertEquals(
                """
                # phone.example.com in _p2p.example.com
                # Exported by wg-mesh from DNS as of 2026-01-02T03:04:05Z, with records that expire after 60 s.
                # It does not follow DNS: it is out of date when a member joins or leaves, or changes
                # its key, address or endpoint. To compare it with DNS:
                #   wg-mesh export phone.example.com --mesh _p2p.example.com --compare FILE
                # Note: phone.example.com (no public endpoint) and node-c.example.net (no public endpoint): cannot reach each other: no public endpoint at either side, and no observer
                [Interface]
                PrivateKey = KEY
                Address = 10.0.0.4/32
                ListenPort = 51820
                MTU = 1420

                # node-a.example.com
                [Peer]
                PublicKey = MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=
                AllowedIPs = 10.0.0.1/32, 192.168.1.1/32
                Endpoint = 198.51.100.10:51820
                PersistentKeepalive = 25

                # node-b.example.com
                [Peer]
                PublicKey = meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=
                AllowedIPs = 10.0.0.2/32, 192.168.1.2/32
                Endpoint = 203.0.113.202:51820
                PersistentKeepalive = 25
                """,
                export(PHONE + " --key phone.key").replace(key(), "KEY"));
    }

    @Test
    void without_a_key_file_a_comment_says_where_the_private_key_belongs() {
        String text = export(PHONE);
        assertTrue(
                text.contains("\n# PrivateKey = add the private key of the member here\n"), text);
    }

    @Test
    void wg_takes_less_and_the_rest_is_shown_as_commands() {
        String text = export(PHONE + " --format wg --key phone.key -i wg1");
        assertTrue(text.contains("#   ip address add 10.0.0.4 dev wg1\n"), text);
        assertTrue(text.contains("#   ip link set wg1 mtu 1420 up\n"), text);
        assertTrue(text.contains("#   ip route add 10.0.0.1/32 dev wg1\n"), text);
        assertEquals(
                "[Interface]\nPrivateKey = KEY\nListenPort = 51820\n",
                withoutComments(text).lines().limit(3).map(it -> it + "\n").collect(joining()));
        assertFalse(withoutComments(text).contains("MTU"), text);
    }

    @Test
    void networkd_gets_two_files_in_a_folder() throws Exception {
        Path target = Files.createDirectory(folder.resolve("network"));
        var shown =
                example.run("export " + PHONE + " --format networkd --key phone.key --out network");
        assertEquals(0, shown.exit(), shown.err());
        assertEquals(
                """
                [NetDev]
                Name=wg0
                Kind=wireguard
                MTUBytes=1420

                [WireGuard]
                PrivateKey=KEY
                ListenPort=51820

                [WireGuardPeer]
                PublicKey=MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=
                AllowedIPs=10.0.0.1/32,192.168.1.1/32
                Endpoint=198.51.100.10:51820
                PersistentKeepalive=25

                [WireGuardPeer]
                PublicKey=meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=
                AllowedIPs=10.0.0.2/32,192.168.1.2/32
                Endpoint=203.0.113.202:51820
                PersistentKeepalive=25
                """,
                withoutComments(Files.readString(target.resolve("wg0.netdev"))));
        assertEquals(
                """
                [Match]
                Name=wg0

                [Network]
                Address=10.0.0.4/32

                [Route]
                Destination=10.0.0.1/32
                Scope=link

                [Route]
                Destination=192.168.1.1/32
                Scope=link

                [Route]
                Destination=10.0.0.2/32
                Scope=link

                [Route]
                Destination=192.168.1.2/32
                Scope=link
                """,
                Files.readString(target.resolve("wg0.network")));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(target.resolve("wg0.netdev"))));
        var again =
                example.run("export " + PHONE + " --format networkd --key phone.key --out network");
        assertEquals(4, again.exit(), again.err());
        assertTrue(again.err().contains("network/wg0.netdev: already exists"), again.err());
    }

    @Test
    void a_nixos_module_names_the_file_of_the_key_and_never_has_the_key() {
        String text = export(PHONE + " --format nixos --key phone.key");
        assertFalse(text.contains(key()), text);
        assertEquals(
                """
                {
                  networking.firewall.allowedUDPPorts = [ 51820 ];
                  networking.wg-quick.interfaces."wg0" = {
                    address = [ "10.0.0.4/32" ];
                    listenPort = 51820;
                    mtu = 1420;
                    privateKeyFile = "/etc/wg-mesh/phone.example.com.key";
                    peers = [
                      {
                        publicKey = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
                        allowedIPs = [ "10.0.0.1/32" "192.168.1.1/32" ];
                        endpoint = "198.51.100.10:51820";
                        persistentKeepalive = 25;
                      }
                """,
                withoutComments(text).substring(0, withoutComments(text).indexOf("      }\n") + 8));
    }

    @Test
    void json_has_no_private_key() {
        String text = export(PHONE + " --format json --key phone.key");
        assertEquals(text, export(PHONE + " -o json"));
        assertFalse(text.contains(key()), text);
    }

    @Test
    void the_image_of_the_qr_code_is_read_as_the_configuration() throws Exception {
        assertEquals("", export(PHONE + " --key phone.key --png phone.png"));
        Path image = folder.resolve("phone.png");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(image)));
        var picture = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(image)));
        int side = picture.getWidth() / 8;
        assertEquals(picture.getWidth(), picture.getHeight());
        var modules = new BitMatrix(side - 8);
        for (int y = 0; y < side - 8; y++) {
            for (int x = 0; x < side - 8; x++) {
                if ((picture.getRGB((x + 4) * 8 + 3, (y + 4) * 8 + 3) & 0xff) == 0) {
                    modules.set(x, y);
                }
            }
        }
        String text = new Decoder().decode(modules).getText();
        assertEquals(
                withoutComments(export(PHONE + " --key phone.key")), text.replace(key(), "KEY"));
    }

    @Test
    void the_qr_code_on_a_terminal_is_read_as_the_configuration() throws Exception {
        List<String> lines = export(PHONE + " --key phone.key --qr").lines().toList();
        assertEquals(
                withoutComments(export(PHONE + " --key phone.key")),
                terminalCode(lines).replace(key(), "KEY"));
    }

    /** Reads a QR code of block characters. */
    private static String terminalCode(List<String> lines) throws Exception {
        int side = lines.getFirst().length();
        var modules = new BitMatrix(side - 8);
        for (int y = 0; y < side - 8; y++) {
            for (int x = 0; x < side - 8; x++) {
                char block = lines.get((y + 4) / 2).charAt(x + 4);
                boolean light = block == '█' || block == (y % 2 == 0 ? '▀' : '▄');
                if (!light) {
                    modules.set(x, y);
                }
            }
        }
        return new Decoder().decode(modules).getText();
    }

    @Test
    void a_mesh_that_is_too_large_for_a_qr_code_says_what_to_do() {
        for (int i = 1; i <= 20; i++) {
            KeyFile.create(folder.resolve(i + ".key"), PrivateKey.generate(new Random(i)));
            String host = "m" + i + ".example.com --endpoint 198.51.100." + (20 + i);
            assertEquals(0, example.run("join " + host + " --key " + i + ".key").exit());
        }
        var shown = example.run("export " + PHONE + " --key phone.key --qr");
        assertEquals(2, shown.exit(), shown.err());
        assertTrue(shown.err().contains("for 22 peers does not fit a QR code"), shown.err());
        var tablet =
                new CommandFixture(folder)
                        .randomness(new Random(99))
                        .run("join", "tablet.example.com", "--phone");
        assertEquals(0, tablet.exit(), tablet.err());
        assertTrue(tablet.out().contains("\nPrivateKey = "), tablet.out());
    }

    @Test
    void a_file_fits_until_the_mesh_changes() {
        assertEquals(0, example.run("export " + PHONE + " --key phone.key --out a.conf").exit());
        assertEquals("a.conf fits the mesh\n", export(PHONE + " --compare a.conf"));
        example.run("set node-a.example.com --endpoint 198.51.100.11 --yes");
        example.run("leave node-b.example.com --yes");
        KeyFile.create(folder.resolve("d.key"), PrivateKey.generate(new Random(4)));
        example.run("join node-d.example.com --endpoint 203.0.113.4 --key d.key");
        example.replace("a.conf", "10.0.0.4/32", "10.0.0.9/32");
        var shown = example.run("export " + PHONE + " --compare a.conf");
        assertEquals(1, shown.exit(), shown.err());
        assertEquals(
                """
                phone.example.com: lacks the address 10.0.0.4
                phone.example.com: has the address 10.0.0.9, which DNS does not have
                node-a.example.com: has the endpoint 198.51.100.10:51820, and DNS says 198.51.100.11:51820
                node-d.example.com: has no peer with its key D
                node-b.example.com: the peer with the key meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0= is not a member that this host reaches
                a.conf is out of date. To make a new one: wg-mesh export phone.example.com --mesh _p2p.example.com --key FILE --out FILE
                """,
                shown.out().replaceFirst("its key [^\n]*", "its key D"));
    }

    @Test
    void a_file_that_wg_quick_would_not_take_is_refused_with_its_lines() {
        example.write(
                "a.conf",
                """
                [Interface]
                PrivateKey = secret
                Colour = blue

                [Peer]
                AllowedIPs = 10.0.0.300/32
                """);
        var shown = example.run("export " + PHONE + " --compare a.conf");
        assertEquals(2, shown.exit(), shown.err());
        assertTrue(shown.err().contains("a.conf:2: its PrivateKey is not a key"), shown.err());
        assertTrue(shown.err().contains("a.conf:3: has the unknown setting Colour"), shown.err());
        assertTrue(shown.err().contains("a.conf:6: 10.0.0.300/32 is not an address"), shown.err());
        assertTrue(shown.err().contains("a.conf:5: this [Peer] has no PublicKey"), shown.err());
        assertFalse(shown.err().contains("secret"), shown.err());
    }

    @Test
    void members_that_meet_by_hole_punching_only_are_left_out() {
        example.run("set node-a.example.com --observe");
        var shown = example.run("export " + PHONE);
        assertFalse(shown.out().contains("mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY="));
        assertTrue(
                shown.err().contains("node-c.example.net: not in the configuration: both ends are"),
                shown.err());
        example.run("set node-b.example.com --relay");
        example.run("set " + PHONE + " --nat hard");
        String relayed = export(PHONE);
        assertTrue(
                relayed.contains("AllowedIPs = 10.0.0.2/32, 10.0.0.3/32, 192.168.1.2/32"), relayed);
    }

    @Test
    void a_key_file_of_another_member_is_refused() {
        PrivateKey other = PrivateKey.generate(new Random(7));
        KeyFile.create(folder.resolve("other.key"), other);
        var shown = example.run("export " + PHONE + " --key other.key");
        assertEquals(4, shown.exit(), shown.err());
        assertEquals("", shown.out());
        assertTrue(shown.err().contains("other.key: has the public key "), shown.err());
    }

    @Test
    void join_sets_up_a_phone_in_one_step_and_keeps_its_key_nowhere() throws Exception {
        var random = new Random(9);
        var fixture = new CommandFixture(folder).randomness(random);
        var joined = fixture.run("join", "tablet.example.com", "--phone");
        assertEquals(0, joined.exit(), joined.err());
        assertFalse(Files.exists(folder.resolve("tablet.example.com.key")));
        List<String> lines = joined.out().lines().toList();
        assertTrue(lines.getFirst().startsWith("tablet.example.com joined"), joined.out());
        String read = terminalCode(lines.subList(2, lines.size()));
        assertTrue(read.contains("Address = 10.0.0.5/32"), read);
        example.write("tablet.conf", read);
        assertEquals(
                "tablet.conf fits the mesh\n", export("tablet.example.com --compare tablet.conf"));
        assertTrue(example.run("show tablet.example.com").out().contains("nat        yes"));
        var again = fixture.run("join", "tablet.example.com", "--phone");
        assertEquals(4, again.exit(), again.err());
        assertTrue(again.err().contains("has joined already, with the public key"), again.err());
        var kept = fixture.run("join", "pad.example.com", "--phone", "--key", "pad.key");
        assertEquals(0, kept.exit(), kept.err());
        assertEquals(
                kept.out().lines().skip(2).toList(),
                fixture.run("join", "pad.example.com", "--phone", "--key", "pad.key")
                        .out()
                        .lines()
                        .skip(2)
                        .toList());
        for (String wrong : List.of("-n", "--emit", "-o json", "--public-key " + NODE_A_KEY)) {
            var shown = example.run("join x.example.com --phone " + wrong);
            assertEquals(2, shown.exit(), wrong + shown.err());
            assertTrue(shown.err().contains("cannot be combined"), wrong + shown.err());
        }
    }

    @Test
    void wrong_calls_say_what_to_do() {
        for (String options :
                List.of(
                        "--qr",
                        "--png a.png",
                        "--qr --key phone.key --format wg",
                        "--qr --key phone.key --out a.conf",
                        "--compare a.conf --format wg",
                        "--compare missing.conf",
                        "--format toml",
                        "--format networkd --out missing")) {
            var shown = example.run("export " + PHONE + " " + options);
            assertTrue(shown.exit() == 2 || shown.exit() == 3, options + ": " + shown.err());
            assertTrue(shown.err().contains("fix: "), options + ": " + shown.err());
            assertEquals("", shown.out());
        }
        var locked =
                example.run(
                        "export node-a.example.com --mesh _p2p.example.com --lock missing"
                                + " --dnssec require --dnssec-anchor missing");
        assertEquals(3, locked.exit(), locked.err());
        var unknown = example.run("export node-x.example.com");
        assertTrue(unknown.err().contains("not a member of _p2p.example.com"), unknown.err());
    }
}
