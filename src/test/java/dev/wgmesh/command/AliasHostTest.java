package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.testing.route53.FakeRoute53;
import dev.wgmesh.testing.route53.SystemCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose name is a CNAME, in zone files and in Route53. */
@SystemCredentials
class AliasHostTest {
    @TempDir Path folder;

    private static String zone(String apex) throws IOException {
        String text = Files.readString(Path.of("zones", apex + ".zone"));
        return apex.equals("example.com") ? text + AliasHost.RECORDS : text;
    }

    private void check(String flags) {
        AliasHost.check(line ->
                new CommandFixture(folder)
                        .clock(InstantSource.system())
                        .run((line + flags).split(" ")));
    }

    @Test
    void zone_files() throws IOException {
        Path zones = Files.createDirectory(folder.resolve("zones"));
        for (String apex : new String[] {"example.com", "example.net"}) {
            Files.writeString(zones.resolve(apex + ".zone"), zone(apex));
        }
        check(" --zones zones");
    }

    @Test
    void route53() throws IOException {
        try (var route53 =
                FakeRoute53.start(Behaviour.QUICK.withPage(100), InstantSource.system())) {
            for (String apex : new String[] {"example.com", "example.net"}) {
                route53.hostText(apex.equals("example.com") ? "Z1" : "Z2", apex, zone(apex));
            }
            route53.put(
                    "Z1",
                    "cdn.example.com.",
                    "A",
                    "",
                    -1,
                    List.of(),
                    Map.of(
                            "AliasTarget/DNSName", "lb.example.net.",
                            "AliasTarget/HostedZoneId", "Z2",
                            "AliasTarget/EvaluateTargetHealth", "false"));
            String flags = " --route53 --endpoint-url " + route53.endpoint();
            check(flags);
            String key = PrivateKey.generate(new Random(9)).publicKey().base64();
            for (String line :
                    List.of(
                            "join cdn.example.com --public-key " + key,
                            "set cdn.example.com --site lab",
                            "leave cdn.example.com --yes")) {
                var shown =
                        new CommandFixture(folder)
                                .clock(InstantSource.system())
                                .run((line + flags).split(" "));
                assertEquals(0, shown.exit(), line + "\n" + shown.err());
            }
        }
    }
}
