package dev.wgmesh.provider;

import dev.wgmesh.provider.ServerPlace.Read;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.*;
import dev.wgmesh.zone.Question;
import java.net.*;
import java.time.*;
import java.util.*;
import java.util.random.RandomGenerator;
import java.util.stream.*;
import org.junit.jupiter.api.Test;

class ScratchIT {
    static final String ZONE =
            ZoneProviderContract.ZONE
                    + "alias IN CNAME ns1\n*.wild IN TXT \"w\"\nchild IN NS ns.example.net.\nbig IN TXT "
                    + "x\n"
                    + IntStream.range(0, 99)
                            .mapToObj(i -> "full IN TXT \"m" + i + "\"\n")
                            .collect(Collectors.joining());

    ZoneProvider at(InetSocketAddress a, Optional<TestKey> k, Read r, Clock c, String owner) {
        return ZoneProviders.server(
                new ServerPlace(a, k.map(TestKey::key), r),
                Question.name(owner),
                RandomGenerator.getDefault(),
                c);
    }

    void say(String what, Runnable r) {
        long t = System.nanoTime();
        try {
            r.run();
            System.out.println("@@ " + what + ": OK");
        } catch (dev.wgmesh.problem.Failure f) {
            System.out.println(
                    "@@ "
                            + what
                            + ": "
                            + f.kind()
                            + " "
                            + f.getMessage()
                            + "   "
                            + (System.nanoTime() - t) / 1000000);
        } catch (Throwable f) {
            System.out.println("@@ " + what + ": !!! " + f);
            f.printStackTrace(System.out);
        }
    }

    void all(String n, RealServer s, RealServer strict, Read read) {
        Clock now = Clock.systemUTC();
        var a = s.address();
        var k = Optional.of(TestKey.KNOWN);
        String o = "_p2p.example.com";
        say(n + "wrong secret", () -> at(a, Optional.of(TestKey.OTHER_SECRET), read, now, o));
        say(
                n + "other alg",
                () ->
                        at(
                                a,
                                Optional.of(
                                        new TestKey(
                                                "wg-mesh",
                                                TsigAlgorithm.HMAC_SHA512,
                                                TestKey.KNOWN.secret())),
                                read,
                                now,
                                o));
        say(n + "unknown key", () -> at(a, Optional.of(TestKey.UNKNOWN), read, now, o));
        say(n + "behind", () -> at(a, k, read, Clock.offset(now, Duration.ofMinutes(-10)), o));
        say(n + "ahead", () -> at(a, k, read, Clock.offset(now, Duration.ofMinutes(10)), o));
        say(n + "wrong zone", () -> at(a, k, read, now, "_p2p.example.org"));
        say(n + "wrong zone no key", () -> at(a, Optional.empty(), read, now, "_p2p.example.org"));
        say(n + "alias", () -> at(a, k, read, now, "alias.example.com"));
        say(n + "child", () -> at(a, k, read, now, "x.child.example.com"));
        say(
                n + "no key",
                () ->
                        Plans.commit(
                                at(a, Optional.empty(), Read.ANY, now, o),
                                List.of("x 60 A 192.0.2.1")));
        say(
                n + "no key read transfer",
                () -> at(a, Optional.empty(), Read.TRANSFER, now, o).read(List.of()));
        say(
                n + "101",
                () ->
                        Plans.commit(
                                at(a, k, read, now, o),
                                IntStream.range(0, 101)
                                        .mapToObj(i -> "full 300 TXT \"m" + i + "\"")
                                        .toList()));
        say(
                n + "60k",
                () ->
                        Plans.commit(
                                at(a, k, read, now, o),
                                IntStream.range(0, 400)
                                        .mapToObj(i ->
                                                "n" + i + " 300 TXT \"" + "m".repeat(200) + "\"")
                                        .toList()));
        say(
                n + "cname",
                () -> Plans.commit(at(a, k, read, now, o), List.of("alias 300 TXT \"a\"")));
        say(
                n + "cname and more",
                () ->
                        Plans.commit(
                                at(a, k, read, now, o),
                                List.of("alias 300 TXT \"a\"", "y 60 A 192.0.2.1")));
        say(
                n + "wild ask",
                () -> Plans.commit(at(a, k, Read.ASK, now, o), List.of("x.wild 300 TXT \"a\"")));
        var p = at(strict.address(), k, read, now, o);
        say(n + "strict", () -> Plans.commit(p, List.of("_wireguard.q 60 A 192.0.2.1")));
        say(n + "strict TXT", () -> Plans.commit(p, List.of("_wireguard.q 60 TXT \"a\"")));
        say(
                n + "strict transfer",
                () -> at(strict.address(), k, Read.TRANSFER, now, o).read(List.of()));
        say(
                n + "delegated",
                () ->
                        System.out.println(
                                at(a, k, Read.ASK, now, o)
                                        .read(
                                                List.of(
                                                        Question.of("q.child.example.com", 16),
                                                        Question.of("alias.example.com", 1)))
                                        .zone()
                                        .sets()));
        var gone = at(a, k, read, now, o);
        var gr = gone.read(List.of(Question.of("x.example.com", 1)));
        s.close();
        say(n + "down", () -> gone.read(List.of()));
        say(n + "down commit", () -> gone.commit(gr, Plans.plan(gr, List.of("x 60 A 192.0.2.1"))));
    }

    @Test
    void bind() {
        try (var s = RealServer.namedUpdated(Map.of("example.com", ZONE), "check-names ignore;");
                var strict =
                        RealServer.namedUpdated(
                                Map.of(
                                        "example.com",
                                        ZoneProviderContract.ZONE.replace(
                                                "_wireguard.node-a", "node-a")),
                                "")) {
            all("bind ", s, strict, Read.ASK);
        }
    }

    @Test
    void knot() {
        try (var s = RealServer.knotdUpdated(Map.of("example.com", ZONE), "update, transfer");
                var strict = RealServer.knotdUpdated(Map.of("example.com", ZONE), "query")) {
            all("knot ", s, strict, Read.ANY);
        }
    }

    @Test
    void secondary() {
        try (var s =
                        RealServer.namedUpdated(
                                Map.of("example.com", ZONE),
                                "check-names ignore; allow-transfer { any; };");
                var t =
                        RealServer.namedWith(
                                Map.of(),
                                "zone \"example.com\" { type secondary; file \"FOLDER/s\"; primaries { 127.0.0.1 port "
                                        + s.address().getPort()
                                        + "; }; };");
                var u =
                        RealServer.knotdWith(
                                Map.of(),
                                TestKey.KNOWN.knot()
                                        + "remote:\n  - id: p\n    address: 127.0.0.1@"
                                        + s.address().getPort()
                                        + "\nacl:\n  - id: r\n    key: wg-mesh\n    action: update\nzone:\n  - domain: example.com\n    master: p\n    acl: r\n");
                var broken = RealServer.namedUpdated(Map.of("example.com", "broken"), "")) {
            try {
                Thread.sleep(2000);
            } catch (InterruptedException e) {
            }
            say(
                    "broken",
                    () ->
                            at(
                                    broken.address(),
                                    Optional.empty(),
                                    Read.ASK,
                                    Clock.systemUTC(),
                                    "_p2p.example.com"));
            say(
                    "secondary bind",
                    () ->
                            Plans.commit(
                                    at(
                                            t.address(),
                                            Optional.empty(),
                                            Read.ASK,
                                            Clock.systemUTC(),
                                            "_p2p.example.com"),
                                    List.of("x 60 A 192.0.2.1")));
            say(
                    "secondary knot",
                    () ->
                            Plans.commit(
                                    at(
                                            u.address(),
                                            Optional.of(TestKey.KNOWN),
                                            Read.ASK,
                                            Clock.systemUTC(),
                                            "_p2p.example.com"),
                                    List.of("x 60 A 192.0.2.1")));
            say(
                    "secondary knot nokey",
                    () ->
                            Plans.commit(
                                    at(
                                            u.address(),
                                            Optional.empty(),
                                            Read.ASK,
                                            Clock.systemUTC(),
                                            "_p2p.example.com"),
                                    List.of("x 60 A 192.0.2.1")));
        }
    }
}
