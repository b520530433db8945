package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.route53.FakeRoute53;
import dev.wgmesh.testing.route53.IamPolicy;
import dev.wgmesh.testing.route53.SystemCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The IAM policies of examples/: enough for wg-mesh, and for nothing else. */
@SystemCredentials
class Route53PolicyTest {
    private static final String KEY = PrivateKey.generate(new Random(1)).publicKey().base64();

    @TempDir Path folder;
    private Optional<FakeRoute53> started = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        started = Optional.of(FakeRoute53.ofExamples("Z0EXAMPLECOM", "Z0EXAMPLENET"));
    }

    @AfterEach
    void end() {
        started.ifPresent(FakeRoute53::close);
    }

    private FakeRoute53 route53() {
        return started.orElseThrow();
    }

    private IamPolicy permit(String file) {
        IamPolicy policy = IamPolicy.read(Path.of("examples", file));
        route53().permit(policy);
        return policy;
    }

    private void run(int exit, String line) {
        String mesh = line.contains("_") ? "" : " --mesh _p2p.example.com";
        String flags = mesh + " --route53 --endpoint-url " + route53().endpoint();
        CommandOutput shown =
                new CommandFixture(folder)
                        .clock(InstantSource.system())
                        .run((line + flags).split(" "));
        assertEquals(exit, shown.exit(), line + "\n" + shown.err());
        if (exit != 0) {
            assertTrue(shown.err().contains("route53:"), shown.err());
        }
    }

    private List<String> sets() {
        return List.of(
                String.join("\n", route53().sets("Z0EXAMPLECOM")),
                String.join("\n", route53().sets("Z0EXAMPLENET")));
    }

    @Test
    void the_admins_policy_is_enough_for_a_mesh_and_names_no_action_that_is_not_used() {
        IamPolicy admin = permit("route53-admin.json");
        run(0, "join node-d.example.com --ttl 1 --site attic --public-key " + KEY);
        run(0, "set node-d.example.com --endpoint 203.0.113.204 --yes");
        run(0, "set node-c.example.net --site attic --yes");
        run(0, "set-policy _p2p.example.com --paths tunnel");
        run(0, "leave node-d.example.com --yes --hosted-zone-id Z0EXAMPLECOM");
        assertEquals(admin.actions(), admin.used());
        List<String> before = sets();
        run(3, "join node-e.example.com --endpoint 203.0.113.205 --yes --public-key " + KEY);
        run(3, "init _vpn.example.net --pool 10.9.0.0/24");
        assertEquals(before, sets());
    }

    @Test
    void a_hosts_policy_changes_that_host_and_nothing_else() {
        run(0, "join node-d.example.com --ttl 1 --public-key " + KEY);
        IamPolicy host = permit("route53-host.json");
        String next = PrivateKey.generate(new Random(2)).publicKey().base64();
        run(0, "set node-d.example.com --site attic --yes");
        run(0, "set node-d.example.com --endpoint 203.0.113.204 --yes");
        run(0, "rotate node-d.example.com --now --yes --public-key " + next);
        assertEquals(host.actions(), host.used());
        List<String> before = sets();
        run(3, "set node-a.example.com --site attic --yes");
        run(3, "set node-c.example.net --site attic --yes");
        run(3, "join node-z.example.com --public-key " + KEY);
        run(3, "leave node-a.example.com --yes");
        run(3, "set-policy _p2p.example.com --paths tunnel");
        assertEquals(before, sets());
    }
}
