package dev.wgmesh.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.device.Device;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.PassOptions;
import dev.wgmesh.mesh.PresharedKeys;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.NodePrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A mesh {@code _p2p.example.com} of nodes in a lab, read from a zone file. The first node has the
 * mesh address 10.0.0.1, the second 10.0.0.2, and so on.
 */
final class LabMesh implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(12);

    private final Lab lab;
    private final Path folder;
    private final TreeMap<String, PrivateKey> keys = new TreeMap<>();
    private PresharedKeys presharedKeys = PresharedKeys.NONE;
    private boolean pin;

    /**
     * Writes the zone of these nodes into the folder.
     *
     * @param lab that has these nodes, or gets them from the caller; closed with this mesh
     * @param records of the zone besides keys, mesh addresses and the list
     */
    LabMesh(Lab lab, Path folder, String records, String... names) throws IOException {
        this.lab = lab;
        this.folder = folder;
        var zone =
                new StringBuilder(
                        """
                        $ORIGIN example.com.
                        $TTL 300
                        @ SOA ns1 hostmaster 1 3600 900 604800 60
                        @ NS ns1
                        ns1 A 192.0.2.53
                        _policy._p2p TXT "pool=10.0.0.0/24"
                        """);
        zone.append(records);
        for (String name : names) {
            PrivateKey key = PrivateKey.generate(new SecureRandom());
            keys.put(name, key);
            zone.append("_p2p TXT \"" + name + ".example.com\"\n");
            zone.append("_wireguard." + name + " TXT \"" + key.publicKey() + "\"\n");
            zone.append("_wireguard." + name + " A " + address(name) + "\n");
        }
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), zone);
    }

    /** From now on passes have this secret of preshared keys, and pin the keys of members. */
    void protect(PresharedKeys keys, boolean pinned) {
        presharedKeys = keys;
        pin = pinned;
    }

    Lab lab() {
        return lab;
    }

    PrivateKey key(String name) {
        return Optional.ofNullable(keys.get(name)).orElseThrow();
    }

    String address(String name) {
        return "10.0.0." + (keys.headMap(name).size() + 1);
    }

    Device device(String name) {
        return DeviceFactory.system(
                "wg0", new NodePrograms(lab.at(name), true), (_, _) -> {}, folder.resolve("none"));
    }

    /** Runs a pass, and returns its result with what failed. */
    PassResult tryApply(String name, Optional<PathMode> paths) throws InterruptedException {
        return tryApply(
                name,
                new PassOptions(
                        paths, false, false, Optional.empty(), Optional.empty(), true, false, pin));
    }

    /** Runs a pass that may make a relay forward. */
    PassResult applyAsRelay(String name) throws InterruptedException {
        PassResult result = tryApply(name, PassOptions.DEFAULT.creatingInterface().relaying());
        assertEquals(List.of(), result.failed());
        return result;
    }

    /** Takes the mesh off a node, as {@code down} does. */
    void down(String name) {
        TearDown.Result result =
                new TearDown(device(name), new StateFolder(folder.resolve(name)))
                        .run(new MeshName("_p2p.example.com"), "wg0");
        assertEquals(List.of(), result.failed());
    }

    /** Runs a pass with these options; nothing may fail. */
    PassResult apply(String name, PassOptions options) throws InterruptedException {
        PassResult result = tryApply(name, options);
        assertEquals(List.of(), result.failed());
        return result;
    }

    private PassResult tryApply(String name, PassOptions options) throws InterruptedException {
        var request =
                new PassRequest(
                        new MeshName("_p2p.example.com"),
                        "wg0",
                        Optional.of(key(name)),
                        Optional.empty(),
                        options,
                        PassRequest.DEFAULT_MAX_STALE,
                        presharedKeys);
        MeshSource source = mesh -> MeshReader.read(ZoneFolder.open(folder.resolve("zones")), mesh);
        var states = new StateFolder(folder.resolve(name));
        return new Pass(source, device(name), states, InstantSource.system(), new WakeupSignal())
                .run(request);
    }

    PassResult apply(String name) throws InterruptedException {
        return apply(name, Optional.empty());
    }

    PassResult apply(String name, Optional<PathMode> paths) throws InterruptedException {
        PassResult result = tryApply(name, paths);
        assertEquals(List.of(), result.failed());
        return result;
    }

    /** Runs shell lines in a node, which must succeed, and returns their output. */
    String shell(String name, String lines) {
        return lab.at(name).exec("sh", "-ec", lines).requireSuccess();
    }

    /** Returns the interface and next hop that packets to another node's mesh address take. */
    String route(String from, String to) {
        return shell(from, "ip route get " + address(to));
    }

    void assertPings(String from, String to) {
        LabNode node = lab.at(from);
        assertTrue(
                node.reaches(address(to), HANDSHAKE),
                () -> from + " does not reach " + to + "\n" + shell(from, "wg show; ip route"));
    }

    /** Returns the endpoints of the node's peers, in the order of their keys. */
    List<String> endpoints(String name) {
        var found = new ArrayList<String>();
        for (String line : shell(name, "wg show wg0 endpoints").lines().toList()) {
            found.add(line.substring(line.indexOf('\t') + 1));
        }
        return found;
    }

    @Override
    public void close() {
        lab.close();
    }
}
