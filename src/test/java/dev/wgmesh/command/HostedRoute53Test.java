package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.route53.FakeRoute53;
import dev.wgmesh.testing.route53.SystemCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Commands against zones that Route53 hosts, by flags and by wg-mesh.toml. */
@SystemCredentials
@Execution(ExecutionMode.CONCURRENT)
class HostedRoute53Test {
    private static final String KEY = PrivateKey.generate(new Random(1)).publicKey().base64();

    @TempDir Path folder;
    private Optional<FakeRoute53> started = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        started = Optional.of(FakeRoute53.ofExamples("Z1", "Z2"));
        Files.writeString(
                folder.resolve("example.com.zone"),
                Files.readString(Path.of("zones/example.com.zone"))
                        .replace("10.0.0.2", "10.0.0.22"));
    }

    @AfterEach
    void end() {
        started.ifPresent(FakeRoute53::close);
    }

    private String flags() {
        return " --endpoint-url " + started.orElseThrow().endpoint();
    }

    private CommandOutput run(String line) {
        return new CommandFixture(folder).clock(InstantSource.system()).run(line.split(" "));
    }

    private CommandOutput done(String line) {
        CommandOutput shown = run(line);
        assertEquals(0, shown.exit(), line + "\n" + shown.err());
        return shown;
    }

    @Test
    void a_mesh_is_read_changed_and_judged_in_route53() {
        String here = new CommandFixture(Path.of("")).run("list", "--zones", "zones").out();
        String flags = " --route53" + flags();
        CommandOutput list = done("list _p2p.example.com" + flags);
        assertEquals(here, list.out());
        assertEquals("records: Route53\n", list.err());
        assertEquals(
                1,
                started.orElseThrow().calls().stream()
                        .filter(call -> call.endsWith("/hostedzone"))
                        .count(),
                "zones are listed once a command");
        done("join node-d.example.com --endpoint 203.0.113.204 --public-key " + KEY + flags);
        assertTrue(done("list _p2p.example.com" + flags).out().contains("node-d"));
        assertTrue(
                done("validate example.com --rule D011=off --rule K010=off" + flags)
                        .out()
                        .startsWith("no findings in "));
    }

    @Test
    void a_member_is_set_leaves_and_is_rolled_back_in_route53_in_one_zone_and_in_two() {
        String flags = " --route53" + flags();
        String mesh = " --mesh _p2p.example.com";
        String before = done("list _p2p.example.com" + flags).out();
        for (String host : List.of("node-d.example.com", "node-e.example.net")) {
            done("join " + host + mesh + " --ttl 1 --public-key " + KEY + flags);
            done("set " + host + mesh + " --endpoint 203.0.113.204 --yes" + flags);
            assertTrue(done("list _p2p.example.com" + flags).out().contains("203.0.113.204:51820"));
            done("set " + host + mesh + " --no-endpoint --yes" + flags);
            if (host.endsWith(".com")) {
                String receipt = host + ".json";
                done("leave " + host + mesh + " --yes --receipt " + receipt + flags);
                done("rollback " + receipt + " --yes" + flags);
                assertTrue(done("list _p2p.example.com" + flags).out().contains(host));
                done("leave " + host + mesh + " --yes" + flags);
            }
        }
        assertTrue(done("list _p2p.example.com" + flags).out().startsWith(firstLines(before)));
    }

    /** Returns commands that change a mesh one after the other, without waiting. */
    private static List<String> changes() {
        String next = PrivateKey.generate(new Random(2)).publicKey().base64();
        return List.of(
                "init _vpn.example.net --pool 10.9.0.0/24 --no-wait",
                "set-policy _p2p.example.com --paths tunnel --no-wait",
                "join node-d.example.com --ttl 1 --public-key " + KEY + " --no-wait",
                "set node-d.example.com --site x --no-wait",
                "rotate node-d.example.com --now --yes --public-key " + next + " --no-wait",
                "leave node-d.example.com --yes --receipt left.json --no-wait",
                "rollback left.json --yes --no-wait",
                "push example.com.zone --yes --no-wait");
    }

    @Test
    void a_change_is_watched_until_every_server_has_it() {
        for (String command : changes()) {
            long before = watched();
            done(command.replace(" --no-wait", "") + " --route53" + flags());
            assertTrue(watched() > before, command);
        }
    }

    @Test
    void no_change_is_watched_with_no_wait() {
        for (String command : changes()) {
            done(command + " --route53" + flags());
        }
        assertEquals(0, watched(), "watched");
    }

    private long watched() {
        return started.orElseThrow().calls().stream()
                .filter(call -> call.contains("/change/"))
                .count();
    }

    private static String firstLines(String list) {
        return list.substring(0, list.indexOf("node-c"));
    }

    @Test
    void settings_say_which_zones_exist_and_flags_how_it_is_reached() throws IOException {
        Files.writeString(
                folder.resolve("wg-mesh.toml"),
                """
                [zone."example.com"]
                route53 = true
                [zone."example.net"]
                route53 = true
                hosted-zone-id = "Z2"
                """);
        CommandOutput list = done("list" + flags());
        assertTrue(list.out().contains("node-c.example.net  10.0.0.3"), list.out());
        assertEquals("records: Route53\nrecords: Route53 zone Z2\n", list.err());
    }

    @Test
    void a_zone_that_is_picked_leaves_the_other_names_to_a_resolver() {
        CommandOutput list = done("list _p2p.example.com --route53 --hosted-zone-id Z1" + flags());
        assertTrue(list.out().contains("node-c.example.net  ?  "), list.out());
        assertTrue(
                list.err().contains("its zone is not in Route53 zone Z1, or hidden there"),
                list.err());
    }

    @Test
    void a_set_that_is_not_plain_is_not_absent() {
        started.orElseThrow()
                .put(
                        "Z1",
                        "node-b.example.com.",
                        "A",
                        "",
                        -1,
                        List.of(),
                        Map.of(
                                "AliasTarget/DNSName", "lb.example.net.",
                                "AliasTarget/HostedZoneId", "Z2",
                                "AliasTarget/EvaluateTargetHealth", "false"));
        CommandOutput list = done("list _p2p.example.com --route53" + flags());
        assertTrue(
                list.out().contains("node-b.example.com  10.0.0.2, 192.168.1.2  ?  "), list.out());
        assertTrue(
                list.err()
                        .contains(
                                "node-b.example.com A: is in Route53 as an alias of"
                                        + " lb.example.net., whose answer is not listed"),
                list.err());
    }

    @Test
    void two_zones_of_one_name_are_reported_and_the_right_one_is_picked() {
        started.orElseThrow().host("Z9", "example.com.", "the old one", false);
        CommandOutput list = run("list _p2p.example.com --route53" + flags());
        assertEquals(2, list.exit(), list.err());
        assertTrue(list.err().contains("choose one: --hosted-zone-id ID"), list.err());
    }
}
