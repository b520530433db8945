package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/** The primary that a zone's SOA names, found by asking a resolver; needs BIND. */
class PrimaryIT {
    private static final Name LIST = Question.name("_p2p.example.com");
    private static final String ZONE =
            """
            $TTL 300
            @ IN SOA primary hostmaster 1 3600 900 604800 60
            @ IN NS primary
            primary IN A 127.0.0.1
            _p2p IN TXT "a.example.com"
            _wireguard.a IN A 10.0.0.1
            """;

    @TempDir Path folder;

    private ConfigContext context(ConfigFixture home) {
        ConfigContext still = home.surroundings(false);
        return new ConfigContext(
                still.directory(),
                still.systemFolder(),
                false,
                false,
                Map.of(),
                new DriverContext(new Random(1), InstantSource.system(), new ScriptedPrograms()),
                still.listener());
    }

    @Test
    void a_key_alone_means_the_primary_of_each_zone() throws Exception {
        ConfigFixture home = ConfigFixture.in(folder).file("work/k", key());
        try (RealServer primary =
                        RealServer.namedUpdated(
                                Map.of("example.com", ZONE),
                                "check-names ignore; allow-transfer { key wg-mesh; };");
                RealServer resolver = RealServer.namedBefore(primary, List.of("example.com"))) {
            int port = primary.address().getPort();
            String asked = "127.0.0.1:" + resolver.address().getPort();
            var key = new TsigSettings(Optional.of(Path.of("k")), false);
            SourceFlags flags =
                    SourceFlags.NONE
                            .withLocation(new Location.Primary(key))
                            .withResolvers(List.of(asked));
            Locations places = Locations.of(flags, context(home), port);

            assertEquals(
                    Optional.of(
                            new Location.Server(
                                    "127.0.0.1:" + port,
                                    new TsigSettings(
                                            Optional.of(home.work().resolve("k").toAbsolutePath()),
                                            false))),
                    places.savedHosts().of(LIST));
            ZoneProvider provider =
                    assertInstanceOf(WriteTarget.Provider.class, places.writeTarget(LIST))
                            .provider();
            ZoneProvider.Reading reading = provider.read(List.of());
            assertEquals("example.com.", reading.zone().apex().toString());
            assertEquals(true, reading.isComplete(), "by a signed transfer");
            assertEquals(
                    1,
                    MeshReader.read(places.source(), new MeshName("_p2p.example.com"))
                            .members()
                            .size());
            assertEquals(
                    List.of(
                            "records: the server 127.0.0.1:"
                                    + port
                                    + " (primary.example.com, the primary that the SOA of"
                                    + " example.com names)",
                            "warning: ./work/k: every user of this machine has access to"
                                    + " this TSIG secret; chmod g-w,o= ./work/k"),
                    home.told());
        }
    }

    private static String key() {
        return "%s:%s:%s\n"
                .formatted(TestKey.KNOWN.algorithm(), TestKey.KNOWN.name(), TestKey.KNOWN.secret());
    }
}
