package dev.wgmesh.provision;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.testing.MemoryHosting;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RecordText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xbill.DNS.Type;

/** Members a and b in example.com and c in example.net, with a record of all waits. */
final class ThreeMemberMesh implements RetryPolicy {
    static final MeshName MESH = new MeshName("_p2p.example.com");
    static final HostName A = new HostName("node-a.example.com");
    static final HostName B = new HostName("node-b.example.com");
    static final HostName C = new HostName("node-c.example.net");

    final MemoryHosting hosting =
            new MemoryHosting()
                    .with(
                            "example.com",
                            """
                            _p2p 600 TXT "node-a.example.com"
                            _p2p 600 TXT "node-b.example.com"
                            _p2p 600 TXT "node-c.example.net"
                            _policy._p2p TXT "pool=10.0.0.0/16"
                            _revision._p2p TXT "7"
                            _wireguard.node-a TXT "%s"
                            _wireguard.node-a A 10.0.0.1
                            _wireguard.node-b TXT "%s"
                            _wireguard.node-b A 10.0.0.2
                            node-b A 192.0.2.2
                            _wireguard._udp.node-b SRV 0 0 4500 node-b
                            _meta._wireguard.node-b TXT "site=home"
                            _meta._wireguard.node-b TXT "colour=blue"
                            """
                                    .formatted(key("a"), key("b")))
                    .with(
                            "example.net",
                            """
                            _wireguard.node-c TXT "%s"
                            _wireguard.node-c A 10.0.0.3
                            """
                                    .formatted(key("c")));

    final List<String> told = new ArrayList<>();

    /** Called when a TTL is waited for, before it is over. */
    Runnable meanwhile = () -> {};

    static PublicKey key(String seed) {
        return PrivateKey.generate(new Random(seed.hashCode())).publicKey();
    }

    @Override
    public boolean awaitRetry() {
        return true;
    }

    @Override
    public void awaitTtl(Duration ttl, Consumer<Duration> remaining) {
        told.add("waits " + ttl.toSeconds() + " s");
        meanwhile.run();
    }

    /** The RRsets of these names and types, a line each; "-" for one that is not there. */
    String shown(String... questions) {
        return List.of(questions).stream().map(this::shown).collect(Collectors.joining("\n"));
    }

    /** The TTL of an RRset, in seconds. */
    long ttl(String question) {
        String[] words = question.split(" ");
        var asked = Question.of(words[0], Type.value(words[1]));
        return hosting.snapshot().zones().stream()
                .flatMap(zone -> zone.rrset(asked).stream())
                .findFirst()
                .orElseThrow()
                .ttl();
    }

    private String shown(String question) {
        String[] words = question.split(" ");
        var asked = Question.of(words[0], Type.value(words[1]));
        String text =
                hosting.snapshot().zones().stream()
                        .flatMap(zone -> zone.rrset(asked).stream())
                        .flatMap(set -> set.dnsRecords().stream())
                        .map(record -> RecordText.data(record).replace("\"", ""))
                        .sorted()
                        .collect(Collectors.joining(" "));
        return text.isEmpty() ? "-" : text;
    }
}
