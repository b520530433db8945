package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.NameServer;
import dev.wgmesh.dns.Resolvers;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.testing.ScriptedPrograms;
import dev.wgmesh.testing.dns.RealServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One mesh by questions to a server, by transfer and from the zone files; needs BIND. */
class MeshReadingIT {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final String TOP =
            """
            $TTL 300
            @ IN SOA ns hostmaster 1 3600 900 604800 60
            @ IN NS ns
            ns IN A 127.0.0.1
            """;
    private static final String KEY = "MEsH/tKCQF/ZmJ8QUWo5M3fsInoLM604z2XvYi4TVG8=";

    /** Members that are plain, below a wildcard, a DNAME and a zone cut, aliases, or not there. */
    private static final Map<String, String> ZONES =
            Map.of(
                    "example.com",
                    TOP
                            + """
                            _policy._p2p TXT "pool=10.0.0.0/8"
                            _p2p PTR _p2p.s
                            _p2p TXT "plain.example.com"
                            _p2p TXT "n1.tree.example.com"
                            _p2p TXT "x.sub.example.com"
                            _p2p.s TXT "n9.wild.example.com"
                            _p2p.s TXT "alias.example.com"
                            _p2p.s TXT "none.example.com"
                            _p2p.s TXT "no host"
                            plain A 198.51.100.1
                            _wireguard.plain TXT "%1$s"
                            _wireguard.plain 60 A 10.0.0.1
                            _wireguard.plain AAAA fd00::1
                            _meta._wireguard.plain TXT "site=home"
                            _wireguard._udp.plain SRV 0 0 4500 gate.wild
                            _reflexive._wireguard.plain SRV 0 0 4501 n1.tree
                            *.wild A 198.51.100.2
                            tree DNAME other.example.net.
                            alias CNAME plain
                            _wireguard.alias CNAME _wireguard.n1.other.example.net.
                            sub NS ns
                            """
                                    .formatted(KEY),
                    "sub.example.com",
                    TOP + "x A 198.51.100.3\n_wireguard.x TXT broken\n_wireguard.x A 10.0.0.3\n",
                    "example.net",
                    TOP
                            + """
                            n1.other AAAA 2001:db8::1
                            _wireguard.n1.other 30 TXT "meshXJx7qntmyyvZhm8awrXXXFtbjD+OZzYhWli9jR0="
                            _wireguard.n1.other A 10.0.0.4
                            """);

    @TempDir Path folder;

    @Test
    void a_mesh_is_the_same_by_questions_by_transfer_and_from_files() throws Exception {
        Path files = Files.createDirectory(folder.resolve("zones"));
        for (var zone : ZONES.entrySet()) {
            Files.writeString(
                    files.resolve(zone.getKey() + ".zone"),
                    "$ORIGIN " + zone.getKey() + ".\n" + zone.getValue());
        }
        Mesh fromFiles = MeshReader.read(ZoneFolder.open(files), MESH);
        assertEquals(6, fromFiles.members().size());
        assertEquals(30, fromFiles.ttl().toSeconds());
        try (RealServer named =
                RealServer.namedUpdated(ZONES, "check-names ignore; allow-transfer { any; };")) {
            String server = "127.0.0.1:" + named.address().getPort();
            DnsSource questions =
                    Resolvers.of(
                            List.of(NameServer.of(server)), new Random(1), InstantSource.system());
            assertEquals(fromFiles, MeshReader.read(questions, MESH));
            assertEquals(fromFiles, MeshReader.read(transferred(server), MESH));
        }
    }

    private DnsSource transferred(String server) throws Exception {
        ConfigContext still = ConfigFixture.in(folder).surroundings(false);
        var context =
                new ConfigContext(
                        still.directory(),
                        still.systemFolder(),
                        false,
                        false,
                        Map.of(),
                        new DriverContext(
                                new Random(1), InstantSource.system(), new ScriptedPrograms()),
                        still.listener());
        var place = new Location.Server(server, new TsigSettings(Optional.empty(), false));
        return Locations.of(SourceFlags.NONE.withLocation(place), context, 53).source();
    }
}
