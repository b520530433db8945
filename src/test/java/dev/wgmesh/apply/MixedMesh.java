package dev.wgmesh.apply;

import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.mesh.Reachability;
import dev.wgmesh.mesh.Topology;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.testing.net.Lab;
import dev.wgmesh.testing.net.LabNode;
import dev.wgmesh.testing.net.NodePrograms;
import dev.wgmesh.testing.net.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The mesh of the topology {@code mixed}: BIND with a TSIG key as its name server, and {@code apply
 * --watch} by the launcher on each of ten members. node-c observes and relays.
 */
final class MixedMesh implements AutoCloseable {
    static final MeshName NAME = new MeshName("_p2p.example.com");
    static final List<String> NODES = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    private static final String LAUNCHER = Path.of("scripts/wg-mesh").toAbsolutePath().toString();
    private static final Duration START = Duration.ofSeconds(120);

    /** The homes publish their local addresses, so that DNS says which families they have. */
    private static final String RECORDS =
            """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns1 hostmaster 1 3600 900 604800 60
            @ NS ns1
            ns1 A 192.0.2.53
            ns1 AAAA 2001:db8:53::53
            _policy._p2p TXT "pool=10.0.0.0/24"
            _policy._p2p TXT "pool=fd00::/64"
            node-a A 198.51.100.10
            node-a AAAA 2001:db8:a::10
            node-b AAAA 2001:db8:b::10
            node-c A 198.51.100.30
            node-c AAAA 2001:db8:a::30
            _meta._wireguard.node-c TXT "observe=yes"
            _meta._wireguard.node-c TXT "relay=yes"
            node-d A 192.168.1.2
            _meta._wireguard.node-d TXT "site=home-d"
            node-e A 192.168.1.3
            _meta._wireguard.node-e TXT "site=home-e"
            node-f A 192.168.178.6
            _meta._wireguard.node-f TXT "site=home-f"
            _meta._wireguard.node-f TXT "nat=hard"
            node-g A 192.168.10.7
            _meta._wireguard.node-g TXT "site=office"
            node-h A 192.168.10.8
            _wireguard._udp.node-h SRV 0 0 51821 node-h
            _meta._wireguard.node-h TXT "site=office"
            node-i AAAA fd12:1::9
            _meta._wireguard.node-i TXT "site=home-i"
            node-j AAAA fd12:2::a
            _meta._wireguard.node-j TXT "site=home-j"
            """;

    private final Path folder;
    private final Lab lab;
    private final Map<String, PrivateKey> keys = new TreeMap<>();
    private final Map<String, PrivateKey> nextKeys = new TreeMap<>();
    private final Map<String, RunningProcess> watches = new TreeMap<>();
    private final String secret;
    private RunningProcess named;
    private Optional<RunningProcess> inside = Optional.empty();

    /** Builds the lab and starts the name server, and no member. */
    MixedMesh(Path folder) throws IOException {
        this.folder = folder;
        var octets = new byte[32];
        new SecureRandom().nextBytes(octets);
        this.secret = Base64.getEncoder().encodeToString(octets);
        var zone = new StringBuilder(RECORDS);
        for (String name : NODES) {
            PrivateKey key = PrivateKey.generate(new SecureRandom());
            keys.put(name, key);
            privateFile(name + ".key", key.reveal() + "\n");
            zone.append("_p2p TXT \"").append(host(name)).append("\"\n");
            zone.append("_wireguard.node-%s TXT \"%s\"\n".formatted(name, key.publicKey()));
            zone.append("_wireguard.node-%s A %s\n".formatted(name, v4(name)));
            zone.append("_wireguard.node-%s AAAA %s\n".formatted(name, v6(name)));
        }
        Files.writeString(folder.resolve("example.com.zone"), zone);
        Files.writeString(folder.resolve("broken.zone"), "no zone\n");
        privateFile("tsig.key", "hmac-sha256:wg-mesh:%s\n".formatted(secret));
        conf("named", "example.com");
        conf("servfail", "broken");
        this.lab = Lab.of("mixed");
        this.named = named("named");
    }

    private void privateFile(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private void conf(String name, String zone) throws IOException {
        privateFile(
                name + ".conf",
                """
                key wg-mesh { algorithm hmac-sha256; secret "%s"; };
                options { directory "%s"; listen-on { 192.0.2.53; }; listen-on-v6 { any; };
                  pid-file none; session-keyfile none; recursion no; notify no;
                  dnssec-validation no; };
                controls { };
                zone "example.com" { type primary; file "%s.zone"; check-names ignore;
                  allow-update { key wg-mesh; }; allow-transfer { key wg-mesh; }; };
                """
                        .formatted(secret, folder, zone));
    }

    private RunningProcess named(String conf) {
        return named(conf, lab.at("dns"));
    }

    private RunningProcess named(String conf, LabNode node) {
        RunningProcess server =
                node.start("named", "-g", "-c", folder.resolve(conf + ".conf").toString());
        server.await(START, said -> said.err().contains(" running"));
        return server;
    }

    /** From now on the name server answers SERVFAIL, or as before. */
    void servfail(boolean fails) {
        named.close();
        named = named(fails ? "servfail" : "named");
    }

    Lab lab() {
        return lab;
    }

    LabNode node(String name) {
        return lab.at("node-" + name);
    }

    PrivateKey key(String name) {
        return Optional.ofNullable(keys.get(name)).orElseThrow();
    }

    /** Returns the key that was announced for a member. */
    PrivateKey nextKey(String name) {
        return Optional.ofNullable(nextKeys.get(name)).orElseThrow();
    }

    /**
     * Gives a member a next key and announces it in DNS; each member reads it. Returns the full
     * minute at which it switches.
     */
    Instant announceKey(String name) throws IOException, InterruptedException {
        PrivateKey next = PrivateKey.generate(new SecureRandom());
        nextKeys.put(name, next);
        privateFile(name + ".next.key", next.reveal() + "\n");
        Instant at = Instant.now().plusSeconds(80).truncatedTo(ChronoUnit.MINUTES);
        update(
                """
                update add %1$s 300 TXT "next-key=%2$s"
                update add %1$s 300 TXT "next-key-from=%3$s"
                """
                        .formatted("_meta._wireguard." + host(name), next.publicKey(), at));
        pass();
        return at;
    }

    /** The next key becomes the key of the member's record. */
    void commitKey(String name) {
        update(
                """
                update delete _meta._wireguard.%1$s TXT
                update delete _wireguard.%1$s TXT
                update add _wireguard.%1$s 300 TXT "%2$s"
                """
                        .formatted(host(name), nextKey(name).publicKey()));
    }

    static String host(String name) {
        return "node-" + name + ".example.com";
    }

    static String v4(String name) {
        return "10.0.0." + (NODES.indexOf(name) + 1);
    }

    static String v6(String name) {
        return "fd00::" + Integer.toHexString(NODES.indexOf(name) + 1);
    }

    /** Starts the members; node-c relays. */
    void start() {
        NODES.forEach(this::startWatch);
    }

    /** Starts {@code apply --watch} on a member. */
    void startWatch(String name) {
        watches.put(name, node(name).start(words(name)));
    }

    private String[] words(String name) {
        var words = new ArrayList<>(List.of(LAUNCHER, "apply", NAME.text(), "--watch"));
        words.addAll(List.of("--key", folder.resolve(name + ".key").toString()));
        words.addAll(List.of("--state-dir", states(name).toString()));
        if (name.equals("c")) {
            words.add("--relay");
        }
        return words.toArray(String[]::new);
    }

    private Path states(String name) {
        return folder.resolve("state-" + name);
    }

    /** Kills the process on the member; its interface stays. */
    void kill(String name) {
        Optional.ofNullable(watches.remove(name)).orElseThrow().signal("KILL");
    }

    /** Waits until the member has printed a text. */
    void awaitPrinted(String name, String text) {
        watched(name).await(START, said -> said.toString().contains(text));
    }

    private RunningProcess watched(String name) {
        return Optional.ofNullable(watches.get(name)).orElseThrow();
    }

    /** Starts a name server at the mesh address of a member, the only one that another one asks. */
    void nameServerInside(String asker, String server) throws IOException {
        String zone =
                shell(
                        "a",
                        "dig @192.0.2.53 +onesoa -y hmac-sha256:wg-mesh:"
                                + secret
                                + " example.com AXFR | grep -v TSIG");
        Files.writeString(folder.resolve("inside.zone"), zone);
        privateFile(
                "inside.conf",
                """
                options { directory "%s"; listen-on { %s; }; listen-on-v6 { none; };
                  pid-file none; session-keyfile none; recursion no; notify no; };
                controls { };
                zone "example.com" { type primary; file "inside.zone"; check-names ignore; };
                """
                        .formatted(folder, v4(server)));
        inside = Optional.of(named("inside", node(server)));
        Files.writeString(
                node(asker).folder().resolve("resolv.conf"), "nameserver " + v4(server) + "\n");
    }

    /** Lets each member read everything anew, and waits until each has. */
    void pass() throws IOException, InterruptedException {
        Instant from = Instant.now();
        String pids =
                watches.values().stream()
                        .map(watch -> Long.toString(watch.pid()))
                        .collect(Collectors.joining(" "));
        shell("a", "kill -HUP " + pids);
        for (String name : watches.keySet()) {
            Path pass = states(name).resolve("wg0/" + NAME + ".last-pass");
            while (!Files.exists(pass)
                    || Files.getLastModifiedTime(pass).toInstant().isBefore(from)) {
                if (Duration.between(from, Instant.now()).compareTo(START) > 0) {
                    throw new AssertionError(
                            "no pass on " + name + ": " + watched(name).outputSoFar());
                }
                Thread.sleep(50);
            }
        }
    }

    /** Changes the zone by a signed update. */
    void update(String lines) {
        String key = "key hmac-sha256:wg-mesh " + secret + "\n";
        try (RunningProcess nsupdate =
                lab.at("dns")
                        .startWith(
                                "server 192.0.2.53\ncheck-names no\nzone example.com\n"
                                        + key
                                        + lines
                                        + "send\n",
                                "nsupdate")) {
            nsupdate.end(START).requireSuccess();
        }
    }

    /** Runs shell lines in a member, which must succeed, and returns their output. */
    String shell(String name, String lines) {
        return node(name).exec(START, "sh", "-ec", lines).requireSuccess();
    }

    /** Returns which addresses of which members do not answer one ping of these members. */
    List<String> unreached(List<String> senders) {
        var open = new ArrayList<String>();
        for (String from : senders) {
            var lines = new StringBuilder();
            for (String to : NODES) {
                for (String address : List.of(v4(to), v6(to))) {
                    lines.append(
                            "(ping -n -q -c 1 -W 2 %1$s >/dev/null || echo %2$s to %3$s, %1$s) &\n"
                                    .formatted(address, from, to));
                }
            }
            open.addAll(shell(from, lines + "wait").lines().toList());
        }
        return open;
    }

    /** Returns how the member sees the mesh now. */
    NodeStatus status(String name) {
        return NodeStatus.of(
                new StatusReader(
                                DeviceFactory.system(
                                        "wg0",
                                        new NodePrograms(node(name), true),
                                        (_, _) -> {},
                                        folder.resolve("none")),
                                new StateFolder(states(name)),
                                InstantSource.system(),
                                List.of())
                        .read(NAME, "wg0"),
                Optional.empty());
    }

    /** Returns a line for each other member: the path that packets take, and why. */
    List<String> paths(String name) {
        NodeStatus status = status(name);
        Reachability reachability =
                Topology.of(status.report().mesh(), status.report().node()).reachability();
        var lines = new ArrayList<String>();
        for (MemberStatus member : status.members()) {
            Reachability.Pair pair = reachability.between(status.self(), member.host());
            lines.add(
                    "%-7s %-7s %-13s %s"
                            .formatted(
                                    label(status.self()),
                                    label(member.host()),
                                    path(member),
                                    pair.reason()));
        }
        return lines;
    }

    private static String label(HostName host) {
        return host.text().substring(0, host.text().indexOf('.'));
    }

    private static String path(MemberStatus member) {
        return switch (member.path()) {
            case RELAY -> "relay " + label(member.desired().orElseThrow().relay().orElseThrow());
            case LAN, TUNNEL, OBSERVED ->
                    member.endpoint()
                                    .map(Endpoint::address)
                                    .orElseThrow()
                                    .toString()
                                    .startsWith("192.168.")
                            ? "direct, LAN"
                            : "direct";
            case IDLE, TRYING, WAITING, DEAD, ABSENT -> member.path() + ": " + member.reason();
        };
    }

    @Override
    public void close() {
        lab.close();
        watches.values().forEach(RunningProcess::close);
        named.close();
        inside.ifPresent(RunningProcess::close);
    }
}
