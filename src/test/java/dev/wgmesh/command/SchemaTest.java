package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Peer;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.render.PassJson;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.JsonSchema;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.dns.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks the output of {@code -o json} against docs/schema. */
class SchemaTest {
    private static final Path SCHEMAS = Path.of("docs/schema");
    private static final String NODE_A = "node-a.example.com";

    private static final String NODE_B_KEY = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";

    private static final String LINK =
            """
            [{"ifname":"wg0","flags":["POINTOPOINT","NOARP","UP","LOWER_UP"],"mtu":1420,
              "linkinfo":{"info_kind":"wireguard"},"addr_info":[]}]
            """;

    @TempDir Path folder;

    @BeforeEach
    void zones() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        for (String name : List.of("example.com.zone", "example.net.zone")) {
            Files.copy(Path.of("zones", name), zones.resolve(name));
        }
    }

    private CommandFixture screen() {
        return new CommandFixture(folder);
    }

    private static JsonNode fits(String kind, int exit, CommandFixture.CommandOutput shown) {
        assertEquals(exit, shown.exit(), shown.err());
        return fits(kind, shown.out());
    }

    private static JsonNode fits(String kind, String text) {
        JsonNode document = JsonMapper.shared().readTree(text);
        assertEquals("wg-mesh/" + kind, document.path("format").asString());
        assertEquals(List.of(), JsonSchema.faults(SCHEMAS, kind + ".json", document), text);
        return document;
    }

    @Test
    void keys_and_version() {
        fits("version", 0, screen().run("version", "-o", "json"));
        fits("keys", 0, screen().run("keygen", "--count", "3", "-o", "json"));
        fits("keys", 0, screen().run("keygen", "--out", "x.key", "-o", "json"));
    }

    @Test
    void a_lock_and_its_bundles() throws IOException {
        String init = "lock init --out one.key -o json";
        String signer =
                fits("signer", 0, screen().run(init.split(" "))).get("publicKey").asString();
        Files.writeString(folder.resolve("lock"), signer + "\n");
        String request = "lock request --out request.json -o json";
        fits("lock-bundle", 0, screen().run(request.split(" ")));
        String sign = "lock sign request.json --key one.key --out signed.json --yes -o json";
        fits("lock-bundle", 0, screen().run(sign.split(" ")));
        fits("lock", 1, screen().run("lock status --lock lock -o json".split(" ")));
        String push = "push signed.json --zones zones -o json";
        fits("zone-plan", 0, screen().run(push.split(" ")));
        fits("lock", 0, screen().run("lock status --lock lock -o json".split(" ")));
        fits("mesh", 0, screen().run("list --lock lock -o json".split(" ")));
    }

    @Test
    void a_mesh_and_its_members() throws IOException {
        fits("mesh", 0, screen().run("list", "-o", "json"));
        fits("member", 0, screen().run("show", "node-c.example.net", "-o", "json"));
        Files.delete(folder.resolve("zones/example.net.zone"));
        JsonNode mesh = fits("mesh", 0, screen().run("list", "-o", "json"));
        assertNotEquals(0, mesh.get("problems").size());
        assertEquals(
                "[\"publicKey\",\"addresses\",\"endpoints\",\"metadata\"]",
                mesh.get("members").get(2).get("unread").toString());
    }

    @Test
    void all_details_of_a_member() throws IOException {
        String host = "node-d.example.com";
        fits(
                "join",
                0,
                screen().run(
                                ("join " + host + " -o json --nat yes --site home --endpoint")
                                        .concat(" 203.0.113.4:4000 --net 192.168.1.128/25")
                                        .split(" ")));
        JsonNode member = fits("member", 0, screen().run("show", host, "-o", "json")).get("member");
        assertEquals("home", member.get("site").asString());
        assertEquals("[\"192.168.1.128/25\"]", member.get("nets").toString());
    }

    @Test
    void changes_of_zones_done_planned_and_not_needed() {
        String[] join = "join node-d.example.com -o json".split(" ");
        assertEquals("false", committed(screen().run("join", "x.example.com", "-n", "-o", "json")));
        assertEquals("true", committed(screen().run(join)));
        assertEquals("false", committed(screen().run(join)));
        String key = PrivateKey.generate(new Random(2)).publicKey().base64();
        String emit = "join x.example.com --emit -o json --public-key " + key;
        assertEquals("false", committed(screen().run(emit.split(" "))));
        String[] init = "init _p2p.example.net --pool 10.9.0.0/24 -o json".split(" ");
        fits("zone-plan", 0, screen().run(init));
        fits("zone-plan", 0, screen().run(init));
        String[] policy = "set-policy _p2p.example.com --ttl 60 -o json".split(" ");
        fits("zone-plan", 0, screen().run(policy));
        fits("addresses", 0, screen().run("allocate", "_p2p.example.com", "-o", "json"));
    }

    @Test
    void a_member_set_rotated_and_removed() {
        String host = " node-d.example.com --yes -o json";
        fits("join", 0, screen().run("join", "node-d.example.com", "-o", "json"));
        fits("change", 0, screen().run(("set --site home" + host).split(" ")));
        String key = PrivateKey.generate(new Random(3)).publicKey().base64();
        String prepare = "rotate --prepare --public-key " + key + host;
        JsonNode next = fits("change", 0, screen().run(prepare.split(" ")));
        assertNotEquals("", next.path("from").asString());
        fits("change", 0, screen().run(("rotate --abort" + host).split(" ")));
        fits("change", 0, screen().run(("leave" + host).split(" ")));
    }

    private static String committed(CommandFixture.CommandOutput shown) {
        return fits("join", 0, shown).get("committed").toString();
    }

    @Test
    void findings_and_rules() throws IOException {
        fits("findings", 0, screen().run("validate", "example.com", "-o", "json"));
        Files.writeString(folder.resolve("zones/bad.zone"), "$ORIGIN bad.\nx IN A nonsense\n");
        fits("findings", 1, screen().run("validate", "zones/bad.zone", "-o", "json"));
        fits("rules", 0, screen().run("validate", "--explain", "A006", "-o", "json"));
    }

    @Test
    void a_command_that_could_not_do_its_work() {
        fits("problems", 2, screen().run("list", "_p2p.nowhere.example.com", "-o", "json"));
        fits("problems", 2, screen().run("keygen", "--nope", "-o", "json"));
        fits("problems", 3, screen().run("list", "--zones", "nowhere", "-o", "json"));
    }

    @Test
    void a_plan_whose_facts_can_be_given_back() throws IOException {
        JsonNode plan =
                fits(
                        "plan",
                        0,
                        screen().run("plan", "_p2p.example.com", "--as", NODE_A, "-o", "json"));
        assertNotEquals(0, plan.get("changes").size());
        JsonNode facts = JsonSchema.read(Path.of("src/test/resources/deviceplan/proved.json"));
        assertEquals(List.of(), JsonSchema.faults(SCHEMAS, "facts.json", facts.get("facts")));
        assertEquals(List.of(), JsonSchema.faults(SCHEMAS, "facts.json", plan.get("facts")));
        Files.writeString(folder.resolve("facts.json"), plan.toString());
        fits(
                "plan",
                0,
                screen().run(
                                ("plan _p2p.example.com --facts facts.json -o json --as " + NODE_A)
                                        .split(" ")));
    }

    @Test
    void an_export_and_its_check() throws IOException {
        fits("export", 0, screen().run("export", NODE_A, "-o", "json"));
        Files.writeString(folder.resolve("a.conf"), screen().run("export", NODE_A).out());
        String check = "export " + NODE_A + " -o json --compare a.conf";
        assertTrue(
                fits("export-comparison", 0, screen().run(check.split(" ")))
                        .get("fits")
                        .asBoolean());
        Files.writeString(folder.resolve("a.conf"), "[Interface]\n");
        fits("export-comparison", 1, screen().run(check.split(" ")));
    }

    @Test
    void an_import() throws IOException {
        Files.writeString(
                folder.resolve("a.conf"),
                """
                # node-d.example.com
                [Interface]
                PrivateKey = %s
                Address = 10.0.0.9/24
                """
                        .formatted(PrivateKey.generate(new Random(1)).reveal()));
        String call = "import a.conf --mesh _p2p.example.com -o json";
        fits("import", 0, screen().run((call + " -n").split(" ")));
        fits("import", 0, screen().run(call.split(" ")));
    }

    @Test
    void a_pass_and_its_removal() throws IOException {
        PrivateKey key = PrivateKey.generate(new Random(1));
        KeyFile.create(folder.resolve("a.key"), key);
        assertEquals(0, screen().run("join", "node-d.example.com", "--key", "a.key").exit());
        String apply = "apply _p2p.example.com -o json --zones zones --state-dir state --key a.key";
        var absent = new ScriptedPrograms().network("[]", "[]");
        JsonNode plan = fits("apply", 0, screen().programs(absent).run((apply + " -n").split(" ")));
        assertTrue(plan.has("create"), plan.toString());
        var present =
                new ScriptedPrograms()
                        .network(LINK, "[]")
                        .prints(
                                "wg show wg0 dump",
                                key.reveal() + "\t" + key.publicKey() + "\t51820\toff\n");
        // the interface lacks the address of this node
        JsonNode pass = fits("apply", 5, screen().programs(present).run(apply.split(" ")));
        assertNotEquals(0, pass.get("changes").size());
        fits("trust", 0, screen().run(trust(NODE_A)));
        String publish = "publish _p2p.example.com --zones zones -o json";
        fits("publish", 0, screen().programs(present).run(publish.split(" ")));
        fits("problems", 2, screen().run(trust("node-x.example.com")));
        var mended =
                new ScriptedPrograms()
                        .network(LINK, "[]")
                        .prints(
                                "wg show wg0 dump",
                                """
                                %s\t%s\t51820\toff
                                %s\t(none)\t203.0.113.9:1\t10.0.0.2/32\t1767323000\t9\t8\toff
                                """
                                        .formatted(key.reveal(), key.publicKey(), NODE_B_KEY))
                        .prints("ping", "5 packets transmitted, 4 received, 20% packet loss");
        String status = "status --ping --state-dir state -o json";
        fits("status", 0, screen().programs(mended).run(status.split(" ")));
        String why = "why node-b.example.com --mesh _p2p.example.com --zones zones -o json";
        String here = why + " --lock lock --interface wg0 --state-dir state";
        fits("problems", 3, screen().programs(mended).run(here.split(" ")));
        fits("why", 1, screen().programs(mended).run((why + " --state-dir state").split(" ")));
        fits("why", 0, screen().run("why", NODE_A, "node-b.example.com", "-o", "json"));
        String doctor = "doctor --state-dir state --zones zones -o json";
        fits("doctor", 1, screen().programs(mended).run(doctor.split(" ")));
        String down = "down _p2p.example.com --state-dir state -o json";
        fits("down", 0, screen().programs(present).run(down.split(" ")));
    }

    @Test
    void the_first_day_of_a_node() throws IOException {
        String up = "up _p2p.example.com node-d.example.com --key d.key --state-dir state -o json";
        var absent =
                new ScriptedPrograms()
                        .network("[]", "[]")
                        .fails("wg show wg0 dump", 1, "No such device");
        JsonNode first =
                fits(
                        "up",
                        0,
                        screen().asRoot().programs(absent).run((up + " --zones zones").split(" ")));
        assertEquals(4, first.get("steps").size());
        assertTrue(first.get("changed").asBoolean());
        assertNotEquals(0, first.get("changes").size());
    }

    private static String[] trust(String host) {
        return ("trust " + host + " --state-dir state -o json").split(" ");
    }

    @Test
    void every_change_of_a_device() {
        PublicKey key = PrivateKey.generate(new Random(1)).publicKey();
        var psk = Optional.of(PskSecret.generate(new Random(1)).derive(key, key));
        IpAddress address = IpAddress.of("fd00::1");
        var endpoint = Optional.of(new Endpoint(address, 51820));
        List<Prefix> ips = List.of(Prefix.of("10.0.0.1/32"));
        var route =
                new Route(ips.getFirst(), "eth0", Optional.of(address), Optional.of(address), 3);
        var moved =
                new Route(
                        ips.getFirst(),
                        "eth0",
                        Optional.of(address),
                        Optional.empty(),
                        87,
                        new RoutePlace(100, 50),
                        Optional.of(new Route.NextHop("eth1", Optional.of(address))));
        List<DeviceChange> changes =
                List.of(
                        new DeviceChange.SetLinkUp(),
                        new DeviceChange.AddPeer(new Peer(key, endpoint, ips, Duration.ZERO)),
                        new DeviceChange.AddPeer(new Peer(key, endpoint, ips, Duration.ZERO), psk),
                        new DeviceChange.SetPrivateKey(PrivateKey.generate(new Random(1))),
                        new DeviceChange.SetPresharedKey(key, psk),
                        new DeviceChange.SetPresharedKey(key, Optional.empty()),
                        new DeviceChange.UpdatePeer(
                                key, endpoint, Optional.of(ips), Optional.of(Duration.ZERO)),
                        new DeviceChange.RemovePeer(key),
                        new DeviceChange.AddAddress(address),
                        new DeviceChange.RemoveAddress(address),
                        new DeviceChange.AddRoute(route),
                        new DeviceChange.ReplaceRoute(route, moved),
                        new DeviceChange.RemoveRoute(route),
                        new DeviceChange.SetForwarding(Family.V4, true, 100));
        var plan =
                new TearDownPlan(
                        changes.stream().map(it -> new PlannedChange(it, "so")).toList(),
                        false,
                        List.of());
        MeshName mesh = new MeshName("_p2p.example.com");
        fits("down", PassJson.down(mesh, "wg0", plan, List.of()).text());
    }

    @Test
    @Timeout(60)
    void where_a_server_listens() throws Exception {
        int port = FreePort.next();
        var ended = new CompletableFuture<CommandFixture.CommandOutput>();
        Thread serving =
                Thread.ofPlatform()
                        .start(() ->
                                ended.complete(
                                        screen().run(
                                                        ("serve zones -o json --listen 127.0.0.1:"
                                                                        + port)
                                                                .split(" "))));
        while (!answers(port)) {
            Thread.sleep(20);
        }
        serving.interrupt();
        fits("serve", 130, ended.get());
    }

    private static boolean answers(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void every_kind_of_document_has_a_schema_and_no_schema_is_of_none() throws IOException {
        var kinds = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Pattern.compile("document\\(\"([a-z-]+)\"\\)")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> kinds.add(found.group(1)));
            }
        }
        kinds.addAll(List.of("common", "facts"));
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            assertEquals(
                    List.copyOf(kinds),
                    files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(".json"))
                            .map(name -> name.replace(".json", ""))
                            .sorted()
                            .toList());
        }
    }
}
