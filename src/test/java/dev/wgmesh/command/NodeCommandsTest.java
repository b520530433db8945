package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PskFile;
import dev.wgmesh.keys.PskSecret;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.dns.FakeDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Output and exit codes of {@code plan}, {@code apply} and {@code down}, with scripted tools. */
class NodeCommandsTest {
    private static final String MESH = "_p2p.example.com";
    private static final String A = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";
    private static final String B = "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";

    /** Reads each fact once. */
    private static final List<String> READING =
            List.of("ip -N -json -details -batch -", "wg show wg0 dump");

    private static final String ZONE =
            """
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            _p2p TXT "node-a.example.com"
            _p2p TXT "node-b.example.com"
            node-a A 198.51.100.10
            node-b A 203.0.113.202
            _wireguard.node-a TXT "%s"
            _wireguard.node-a A 10.0.0.1
            _wireguard.node-b TXT "%s"
            _wireguard.node-b A 10.0.0.2
            """
                    .formatted(A, B);
    private static final String PATHS =
            """
            node-a.example.com on wg0, paths=auto
              node-b.example.com at 203.0.113.202:51820
                10.0.0.2/32  tunnel    not on a local network
            """;
    private static final String CHANGES =
            """
            + peer node-b.example.com endpoint 203.0.113.202:51820 allowed-ips 10.0.0.2/32\
              node-b.example.com is a new member
            + route 10.0.0.2/32 dev wg0  node-b.example.com: not on a local network
            """;

    @TempDir Path folder;
    private ScriptedPrograms programs = node();

    @BeforeEach
    void zones() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        write(ZONE);
    }

    private void write(String zone) throws IOException {
        Files.writeString(folder.resolve("zones/example.com.zone"), zone);
    }

    /** A node with a manual wg0 that has A's key and address, and no peer. */
    private static ScriptedPrograms node() {
        return node(A);
    }

    private static ScriptedPrograms node(String key) {
        String wg0 =
                """
                {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
                 "addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]}
                """;
        String eth0 =
                """
                {"ifname":"eth0","flags":["UP"],"mtu":1500,
                 "addr_info":[{"family":"inet","local":"198.51.100.10","prefixlen":24}]}
                """;
        return new ScriptedPrograms()
                .network("[" + eth0 + "," + wg0 + "]", "[]")
                .prints("wg show wg0 dump", "secret\t" + key + "\t51820\toff\n");
    }

    private CommandOutput run(String command, String... more) {
        var words =
                new ArrayList<>(
                        List.of(command, MESH, "--state-dir", folder.resolve("state").toString()));
        words.addAll(List.of(more));
        return new CommandFixture(folder).programs(programs).run(words.toArray(String[]::new));
    }

    /** Plans for another node, of which nothing is remembered here. */
    private CommandOutput away(String command, String... options) {
        var words = new ArrayList<>(List.of(command, MESH));
        words.addAll(List.of(options));
        return new CommandFixture(folder).programs(programs).run(words.toArray(String[]::new));
    }

    private CommandOutput zoned(String command, String... more) {
        var words = new ArrayList<>(List.of("--zones", folder.resolve("zones").toString()));
        words.addAll(List.of(more));
        return run(command, words.toArray(String[]::new));
    }

    /** Opening a named pipe waits for a writer. */
    @Test
    void a_named_pipe_in_place_of_the_next_key_stops_no_pass() throws Exception {
        PrivateKey own = PrivateKey.generate(new Random(1));
        Path key = folder.resolve("wg0.key");
        KeyFile.create(key, own);
        Path next = folder.resolve("wg0.next.key");
        assertEquals(0, new ProcessBuilder("mkfifo", next.toString()).start().waitFor());
        write(ZONE.replace(A, own.publicKey().base64()));
        programs = node(own.publicKey().base64());
        var applied =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> zoned("apply", "--key", key.toString()));
        assertEquals(0, applied.exit(), applied.err());
    }

    private static PskSecret secret(Path file) {
        return PskFile.read(file).secret();
    }

    /** The key goes to wg on its input; no argument, line or document has it or the secret. */
    @Test
    void a_derived_preshared_key_is_set_and_shown_nowhere() throws IOException {
        Path file = folder.resolve("mesh.psk");
        PskFile.create(file, PskSecret.generate(new Random(1)));
        String psk = secret(file).derive(new PublicKey(A), new PublicKey(B)).reveal();
        String required = "--psk-file=" + file;
        var planned = zoned("plan", "--psk-file", file.toString(), "--psk-mode", "required");
        assertTrue(planned.out().contains("allowed-ips 10.0.0.2/32 preshared-key"), planned.out());
        var applied = zoned("apply", required, "--psk-mode", "required", "-v");
        assertEquals(0, applied.exit(), applied.err());
        assertEquals(
                List.of(
                        "wg addconf wg0 /dev/stdin",
                        "  [Peer]",
                        "  PublicKey = " + B,
                        "  PresharedKey = " + psk,
                        "  Endpoint = 203.0.113.202:51820",
                        "  AllowedIPs = 10.0.0.2/32",
                        "  PersistentKeepalive = off"),
                programs.ran().stream()
                        .dropWhile(line -> !line.startsWith("wg addconf"))
                        .limit(7)
                        .toList());
        String logged =
                "+ wg set wg0 peer %s preshared-key /dev/stdin endpoint 203.0.113.202:51820"
                        .formatted(B);
        assertTrue(applied.err().contains(logged), applied.err());
        programs = node();
        var json = zoned("apply", required, "--psk-mode", "required", "-o", "json");
        String state = Files.readString(folder.resolve("state/wg0/" + MESH + ".json"));
        for (String text :
                List.of(
                        planned.out() + planned.err(),
                        applied.out() + applied.err(),
                        json.out() + json.err(),
                        state)) {
            assertFalse(text.contains(psk) || text.contains(secret(file).reveal()), text);
        }
    }

    @Test
    void a_mode_needs_a_secret_and_at_most_two_are_given() {
        assertEquals(
                """
                error: --psk-mode required: requires a secret
                  fix: add --psk-file FILE; to create one: wg-mesh keygen --psk --out FILE
                """,
                zoned("apply", "--psk-mode", "required")
                        .err()
                        .replaceAll("(?m)^records: .*\n", ""));
        for (String name : List.of("1", "2", "3")) {
            PskFile.create(folder.resolve(name), PskSecret.generate(new Random(name.hashCode())));
        }
        String[] three = {"--psk-file", "1", "--psk-file", "2", "--psk-file", "3"};
        assertEquals(2, zoned("plan", three).exit());
        String[] same = {"--psk-file", "1", "--psk-file", "1"};
        assertTrue(zoned("plan", same).err().contains("is the same secret twice"));
    }

    @Test
    void a_policy_that_asks_for_preshared_keys_tells_a_node_without_a_secret() throws IOException {
        write(ZONE + "_policy._p2p TXT \"psk=required\"\n");
        var shown = zoned("plan");
        assertEquals(0, shown.exit());
        assertTrue(
                shown.err()
                        .contains(
                                "the policy asks for preshared keys (psk=required), and this node"
                                        + " has no secret for them"),
                shown.err());
    }

    private List<String> changing() {
        return programs.started().stream().filter(line -> !READING.contains(line)).toList();
    }

    private void assertNothingChanged() {
        assertEquals(List.of(), changing());
        assertFalse(Files.exists(folder.resolve("state/wg0/" + MESH + ".json")));
    }

    @Test
    void a_plan_shows_each_path_with_its_reason_and_the_changes() {
        CommandOutput shown = zoned("plan");
        assertEquals(PATHS + CHANGES, shown.out(), shown.err());
        assertEquals(0, shown.exit());
        assertEquals(1, zoned("plan", "--exit-code").exit());
        assertNothingChanged();
        assertFalse(Files.exists(folder.resolve("state")));
    }

    @Test
    void plan_and_apply_read_from_the_same_places() throws IOException {
        Files.writeString(folder.resolve("wg-mesh.toml"), "mesh = 1");
        for (String command : List.of("plan", "apply")) {
            CommandOutput here = run(command, "--resolver", "127.0.0.1:1");
            assertEquals(3, here.exit(), here.err());
            assertFalse(here.err().contains("wg-mesh.toml"), here.err());
        }
        Files.delete(folder.resolve("wg-mesh.toml"));
        CommandOutput other = away("plan", "--as", "node-a.example.com");
        assertTrue(other.err().contains("records: the zone files of "), other.err());
    }

    @Test
    void apply_says_what_it_did_and_then_that_there_is_nothing_to_do() {
        CommandOutput shown = zoned("apply");
        assertEquals(CHANGES, shown.out(), shown.err());
        assertEquals(0, shown.exit());
        assertEquals(2, changing().size());
        programs = withPeer();
        CommandOutput again = zoned("apply");
        assertEquals("nothing to do\n", again.out(), again.err());
        assertEquals(READING, programs.started());
        assertEquals(0, zoned("plan", "--exit-code").exit());
    }

    private static ScriptedPrograms withPeer() {
        return with(
                B + "\t(none)\t203.0.113.202:51820\t10.0.0.2/32\t0\t0\t0\toff\n",
                "[{\"dst\":\"10.0.0.2\",\"dev\":\"wg0\",\"protocol\":\"87\"}]");
    }

    /** Returns the node with a peer, as wg shows it, and a route, as ip does. */
    private static ScriptedPrograms with(String peer, String route) {
        String wg0 =
                """
                {"ifname":"wg0","flags":["UP"],"mtu":1420,"linkinfo":{"info_kind":"wireguard"},
                 "addr_info":[{"family":"inet","local":"10.0.0.1","prefixlen":32}]}
                """;
        String eth0 = wg0.replace("wg0", "eth0").replace("10.0.0.1", "198.51.100.10");
        return new ScriptedPrograms()
                .network("[" + wg0 + "," + eth0 + "]", route)
                .prints("wg show wg0 dump", "secret\t" + A + "\t51820\toff\n" + peer);
    }

    @Test
    void foreign_peers_and_routes_stay_unless_options_remove_them() {
        String foreign = "testE818BYl2SOmcGNEz6eHSDqfSPrQvIJHqH0G/BBI=";
        programs =
                with(
                        foreign + "\t(none)\t(none)\t10.7.0.9/32\t0\t0\t0\toff\n",
                        "[{\"dst\":\"10.0.0.2\",\"dev\":\"eth0\",\"protocol\":\"4\"}]");
        CommandOutput kept = zoned("apply");
        assertFalse(kept.out().contains(foreign), kept.out());
        assertFalse(kept.out().contains("route"), kept.out());
        assertTrue(kept.err().contains(foreign + " is not a member"), kept.err());
        assertTrue(kept.err().contains("replace it: --replace-foreign-routes"), kept.err());
        CommandOutput removed =
                zoned("apply", "--remove-foreign-peers", "--replace-foreign-routes");
        assertTrue(removed.out().contains("- peer " + foreign + "  not a member\n"));
        assertTrue(removed.out().contains("~ route 10.0.0.2/32 dev wg0 (was dev eth0)"));
    }

    @Test
    void a_problem_of_the_mesh_is_a_failure_only_with_strict() throws IOException {
        write(ZONE + "_meta._wireguard.node-b TXT \"nonsense\"\n");
        assertEquals(0, zoned("apply").exit());
        assertEquals(1, zoned("apply", "--strict").exit());
    }

    @Test
    void down_removes_what_the_state_names_and_forgets_it() {
        zoned("apply");
        programs = withPeer();
        assertEquals(
                "- route 10.0.0.2/32 dev wg0  added by wg-mesh\n- peer "
                        + B
                        + "  added by wg-mesh\n",
                run("down", "--dry-run").out());
        assertEquals(List.of(), changing());
        JsonNode down = JsonMapper.shared().readTree(run("down", "-o", "json").out());
        assertEquals("wg-mesh/down", down.path("format").asString());
        assertEquals("wg0", down.path("interface").asString());
        assertFalse(down.path("deletesInterface").asBoolean(true));
        assertEquals("removeRoute", down.path("changes").path(0).path("change").asString());
        assertEquals("[]", down.path("failed").toString());
        assertEquals("[]", down.path("problems").toString());
        CommandOutput again = run("down");
        assertEquals("", again.out());
        assertEquals(1, again.exit());
        assertEquals(
                "error: _p2p.example.com: has no state file for wg0: nothing to remove\n"
                        + "  fix: name the folder of the state if it is another: --state-dir DIR\n",
                again.err());
    }

    @Test
    void down_of_a_mesh_that_is_not_up_lists_those_that_are() {
        programs = withPeer();
        zoned("apply");
        String state = folder.resolve("state").toString();
        for (String line : List.of("down _p2p.example.org", "down " + MESH + " -i wg1")) {
            CommandOutput shown =
                    new CommandFixture(folder)
                            .programs(programs)
                            .run((line + " --state-dir " + state).split(" "));
            assertEquals(1, shown.exit(), shown.err());
            assertTrue(
                    shown.err().contains("fix: name a mesh that is up: _p2p.example.com on wg0"),
                    shown.err());
        }
    }

    @Test
    void a_plan_in_json_has_everything_and_its_facts_make_the_same_plan_elsewhere()
            throws IOException {
        CommandOutput shown = zoned("plan", "-o", "json");
        JsonNode plan = JsonMapper.shared().readTree(shown.out());
        assertEquals(
                "format version mesh interface self paths settled peers changes heldBack notices"
                        + " facts problems",
                plan.propertyStream().map(e -> e.getKey()).collect(Collectors.joining(" ")));
        assertEquals(
                "addresses onLink gateways resolvers routes otherRoutes defaultRoutes rpFilter"
                        + " contacts interface peers",
                plan.path("facts")
                        .propertyStream()
                        .map(e -> e.getKey())
                        .collect(Collectors.joining(" ")));
        assertEquals(
                "tunnel", plan.path("peers").path(0).path("ways").path(0).path("kind").asString());
        assertFalse(shown.out().contains("secret"));
        Files.writeString(folder.resolve("facts.json"), shown.out());
        programs = new ScriptedPrograms();
        CommandOutput away = away("plan", "--facts", "facts.json");
        assertEquals(PATHS + CHANGES, away.out(), away.err());
        assertEquals(List.of(), programs.ran());
    }

    @Test
    void a_plan_as_another_member_knows_no_lan_and_no_device() {
        CommandOutput shown = away("plan", "--as", "node-b.example.com", "--paths", "tunnel");
        assertEquals(
                """
                node-b.example.com on wg0, paths=tunnel
                  node-a.example.com at 198.51.100.10:51820
                    10.0.0.1/32  tunnel    paths=tunnel
                + interface wg0 port 51820
                + address 10.0.0.2  mesh address of this node
                + peer node-a.example.com endpoint 198.51.100.10:51820 allowed-ips 10.0.0.1/32\
                  node-a.example.com is a new member
                + route 10.0.0.1/32 dev wg0  node-a.example.com: paths=tunnel
                """,
                shown.out(),
                shown.err());
        assertEquals(
                shown.out(),
                away("plan", "--as", "node-b.example.com", "--paths", "tunnel", "--facts", "none")
                        .out());
        assertEquals(List.of(), programs.ran());
    }

    @Test
    void a_plan_for_another_node_uses_the_secret_and_refuses_what_it_does_not_read() {
        PskFile.create(folder.resolve("mesh.psk"), PskSecret.generate(new Random(1)));
        String[] secret = {
            "--as", "node-b.example.com", "--psk-file", "mesh.psk", "--psk-mode", "required"
        };
        String shown = away("plan", secret).out();
        assertTrue(shown.contains("allowed-ips 10.0.0.1/32 preshared-key"), shown);
        for (String option : List.of("--key", "--state-dir", "--max-stale")) {
            CommandOutput refused = away("plan", "--as", "node-b.example.com", option, "1h");
            assertEquals(
                    """
                    error: --as, %1$s: cannot be combined
                      fix: remove %1$s
                    """
                            .formatted(option),
                    refused.err().replaceAll("(?m)^records: .*\n", ""));
            assertEquals(2, refused.exit());
        }
        assertEquals(
                2, away("plan", "--as", "node-b.example.com", "--psk-mode", "required").exit());
    }

    @Test
    void facts_that_are_none_or_lack_a_name_are_wrong_input() throws IOException {
        Files.writeString(folder.resolve("facts.json"), "[]");
        assertEquals(2, away("plan", "--facts", "facts.json").exit());
        CommandOutput nobody = away("plan", "--facts", "none");
        assertEquals(2, nobody.exit());
        assertTrue(nobody.err().contains("add --as HOST"), nobody.err());
        assertEquals(2, away("plan", "--as", "node-x.example.com").exit());
    }

    @Test
    void wrong_options_are_wrong_usage() {
        for (String[] wrong :
                new String[][] {
                    {"--port", "0"},
                    {"--port", "65536"},
                    {"--max-remove", "-1"},
                    {"--max-stale", "-1"},
                    {"--max-stale", "2y"},
                    {"--paths", "sideways"},
                    {"-i", "no/name"},
                    {"--nope"},
                    {"--key", "missing.key"},
                }) {
            CommandOutput shown = zoned("apply", wrong);
            assertEquals(wrong[0].equals("--key") ? 3 : 2, shown.exit(), shown.err());
        }
        assertEquals(2, zoned("apply", "--watch", "--dry-run").exit());
        assertNothingChanged();
    }

    @Test
    void strict_ends_with_1_on_a_problem() throws IOException {
        write(ZONE + "_p2p TXT \"node-x.example.com\"\n");
        assertEquals(0, zoned("apply").exit());
        CommandOutput strict = zoned("plan", "--strict");
        assertEquals(1, strict.exit());
        assertTrue(strict.err().contains("warning: node-x.example.com"), strict.err());
    }

    @Test
    void an_interface_that_is_missing_is_exit_3() {
        programs = new ScriptedPrograms().network("[]", "[]");
        CommandOutput shown = zoned("apply", "-o", "json");
        assertEquals(3, shown.exit());
        JsonNode problems = JsonMapper.shared().readTree(shown.out()).path("problems");
        assertEquals("interface wg0", problems.path(0).path("where").asString());
        assertNothingChanged();
    }

    @Test
    void a_list_that_lacks_me_or_is_empty_is_exit_3() throws IOException {
        write(ZONE.replace("_p2p TXT \"node-a.example.com\"\n", ""));
        CommandOutput lacks = zoned("apply");
        assertEquals(3, lacks.exit());
        assertTrue(lacks.err().contains("no member has this node's key"), lacks.err());
        write(ZONE.replaceAll("_p2p TXT .*\n", ""));
        CommandOutput empty = zoned("apply");
        assertEquals(3, empty.exit());
        assertTrue(empty.err().contains("has no members"), empty.err());
        assertNothingChanged();
    }

    @Test
    void a_server_that_denies_or_fails_changes_nothing() throws IOException {
        for (int rcode : new int[] {Rcode.NXDOMAIN, Rcode.SERVFAIL, Rcode.REFUSED}) {
            try (FakeDns server =
                    FakeDns.start((query, _) ->
                            new FakeDns.Reaction.Send(
                                    FakeDns.reply(query, rcode, List.of()).toWire()))) {
                String resolver = "127.0.0.1:" + server.address().getPort();
                CommandOutput shown = run("apply", "--resolver", resolver);
                assertEquals(3, shown.exit(), Rcode.string(rcode) + shown.err());
                assertTrue(shown.err().contains("nothing changed"), shown.err());
                assertNothingChanged();
            }
        }
    }

    @Test
    void without_dns_the_saved_mesh_is_used_until_max_stale() throws IOException {
        zoned("apply");
        Files.createDirectory(folder.resolve("none"));
        String none = folder.resolve("none").toString();
        for (String command : List.of("apply", "plan")) {
            CommandOutput shown = run(command, "--zones", none, "--max-stale", "1h");
            assertEquals(0, shown.exit(), shown.err());
            assertTrue(shown.out().endsWith(CHANGES), shown.out());
            assertTrue(
                    shown.err()
                            .contains("warning: " + MESH + ": DNS cannot be read; using the mesh"),
                    shown.err());
            assertEquals(1, run(command, "--zones", none, "--strict").exit());
            CommandOutput old = run(command, "--zones", none, "--max-stale", "0");
            assertEquals(3, old.exit(), old.err());
            assertTrue(old.err().contains("nothing changed"), old.err());
        }
    }

    @Test
    void each_pass_of_a_watching_node_says_that_it_uses_the_saved_mesh() throws IOException {
        zoned("apply");
        programs = withPeer();
        Files.createDirectory(folder.resolve("none"));
        CommandOutput shown =
                new CommandFixture(folder)
                        .programs(programs)
                        .terminatedAfter(Duration.ofSeconds(4))
                        .run(
                                "apply",
                                MESH,
                                "--state-dir",
                                folder.resolve("state").toString(),
                                "--zones",
                                folder.resolve("none").toString(),
                                "--watch");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.err().split("DNS cannot be read; using", -1).length > 2, shown.err());
        assertEquals(2, shown.err().split("its zone is not in", -1).length, shown.err());
        assertFalse(shown.err().contains("in sync with DNS"), shown.err());
    }

    @Test
    void a_state_folder_that_cannot_be_written_keeps_everything_from_being_done()
            throws IOException {
        Files.writeString(folder.resolve("state"), "a file in the way");
        CommandOutput shown = zoned("apply");
        assertEquals(3, shown.exit());
        assertTrue(
                shown.err().contains("choose a writable folder: --state-dir FOLDER"), shown.err());
        assertEquals(List.of(), changing());
    }

    @Test
    void a_state_that_is_broken_is_reported_and_down_touches_nothing() throws IOException {
        zoned("apply");
        programs = withPeer();
        Files.writeString(folder.resolve("state/wg0/" + MESH + ".json"), "{");
        CommandOutput down = run("down");
        assertEquals(3, down.exit());
        assertEquals(List.of(), changing());
        CommandOutput apply = zoned("apply");
        assertEquals(0, apply.exit());
        assertEquals("nothing to do\n", apply.out());
        assertTrue(apply.err().contains("is not a state file of this mesh"), apply.err());
        assertEquals(List.of(), changing());
    }

    @Test
    void what_could_not_be_done_is_exit_5_and_reported() {
        programs.fails("wg addconf", 1, "Unable to modify interface: Operation not permitted\n");
        CommandOutput shown = zoned("apply", "-o", "json");
        assertEquals(5, shown.exit());
        assertTrue(shown.err().contains("run as root, or with CAP_NET_ADMIN"), shown.err());
        JsonNode document = JsonMapper.shared().readTree(shown.out());
        assertEquals("wg-mesh/apply", document.path("format").asString());
        assertEquals(1, document.path("failed").size());
    }

    private static final String K = "AAAAXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0=";

    private CommandOutput trust(String host, String... more) {
        var words =
                new ArrayList<>(
                        List.of("trust", host, "--state-dir", folder.resolve("state").toString()));
        words.addAll(List.of(more));
        return new CommandFixture(folder).programs(programs).run(words.toArray(String[]::new));
    }

    @Test
    void a_pinned_key_counts_after_trust() throws IOException {
        zoned("apply", "--pin");
        write(ZONE.replace(B, K));
        programs = withPeer();
        CommandOutput held = zoned("apply", "--pin");
        assertEquals(5, held.exit(), held.err());
        assertEquals("nothing to do\n", held.out());
        assertTrue(
                held.err()
                        .contains(
                                "fix: if the owner of the host confirms the new key, trust it:"
                                        + " wg-mesh trust node-b.example.com"),
                held.err());
        assertEquals(
                "node-b.example.com: trusts the key " + K + " in place of " + B + "\n",
                trust("node-b.example.com").out());
        CommandOutput twice = trust("node-b.example.com", "--mesh", MESH);
        assertEquals("node-b.example.com: already trusts the key " + K + "\n", twice.out());
        assertEquals(0, twice.exit());
        CommandOutput trusted = zoned("apply", "--pin");
        assertEquals(0, trusted.exit(), trusted.err());
        assertTrue(trusted.out().contains("node-b.example.com has a new key"), trusted.out());
    }

    @Test
    void trust_of_an_unknown_host_changes_nothing() {
        zoned("apply");
        for (CommandOutput unknown :
                List.of(
                        trust("node-x.example.com"),
                        trust("node-b.example.com", "-i", "wg7"),
                        trust("node-b.example.com", "--mesh", "_p2p.example.net"),
                        new CommandFixture(folder)
                                .programs(programs)
                                .run(
                                        ("trust node-b.example.com --mesh _p2p.example.com"
                                                        + " --interface wg8 --state-dir state")
                                                .split(" ")))) {
            assertEquals(2, unknown.exit(), unknown.err());
            assertEquals("", unknown.out());
            assertTrue(
                    unknown.err().contains("is not a member that this node knows"), unknown.err());
        }
    }
}
