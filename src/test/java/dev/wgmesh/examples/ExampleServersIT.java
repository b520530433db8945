package dev.wgmesh.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.server.ServerAccess;
import dev.wgmesh.provider.server.ServerZoneSearch;
import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.dns.ExternalTool;
import dev.wgmesh.testing.dns.RealServer;
import dev.wgmesh.tsig.TsigKey;
import dev.wgmesh.tsig.TsigKeyFile;
import dev.wgmesh.zone.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/named.conf and examples/knot.conf; needs BIND, Knot and nsupdate. */
class ExampleServersIT {
    private static final String KEY = "mEshKpyb8WxRc8OyF9sH5bQVaSBFa1Zk0Red6x704WY=";

    /** What {@code join node-d.example.com} writes, in one update. */
    private static final List<String> JOIN =
            List.of(
                    "prereq yxrrset _p2p.example.com TXT",
                    "update add _p2p.example.com 300 TXT node-d.example.com",
                    "update add _revision._p2p.example.com 300 TXT 1",
                    "update add node-d.example.com 300 A 203.0.113.204",
                    "update add node-d.example.com 300 AAAA 2001:db8::4",
                    "update add _wireguard.node-d.example.com 300 TXT " + KEY,
                    "update add _wireguard.node-d.example.com 300 A 10.0.0.4",
                    "update add _wireguard.node-d.example.com 300 AAAA fd00::4",
                    "update add _meta._wireguard.node-d.example.com 300 TXT site=home",
                    "update add _wireguard._udp.node-d.example.com 300 SRV"
                            + " 0 0 51821 node-d.example.com.");

    /** None of a mesh's records: another name, the apex, another type at a name of ours. */
    private static final List<String> FOREIGN =
            List.of(
                    "update add www.example.com 300 A 192.0.2.1",
                    "update add example.com 300 NS ns.example.org.",
                    "update delete example.com NS ns1.example.com.",
                    "update add example.com 300 TXT hello",
                    "update delete ns1.example.com A",
                    "update add node-d.example.com 300 NS ns.example.org.",
                    "update add node-d.example.com 300 CNAME www.example.com.",
                    "update add _wireguard.node-z.example.com 300 TXT " + KEY);

    private static final String HOST = "node-d.example.com";

    /** The records of other members, of the mesh, and others at the host's own name. */
    private static final List<String> NOT_OF_HOST =
            List.of(
                    "update add _p2p.example.com 300 TXT node-z.example.com",
                    "update delete _p2p.example.com TXT node-a.example.com",
                    "update delete _p2p.example.com",
                    "update add _p2p.example.com 300 PTR _p2p.node-d.example.com.",
                    "update add _policy._p2p.example.com 300 TXT allow=0.0.0.0/0",
                    "update delete _policy._p2p.example.com TXT",
                    "update add _revision._p2p.example.com 300 TXT 99",
                    "update add _wireguard.node-a.example.com 300 TXT " + KEY,
                    "update delete _wireguard.node-a.example.com",
                    "update add _wireguard.node-a.example.com 300 A 10.0.0.9",
                    "update add _meta._wireguard.node-b.example.com 300 TXT next-key=" + KEY,
                    "update add node-a.example.com 300 A 203.0.113.9",
                    "update add xnode-d.example.com 300 A 203.0.113.9",
                    "update add _wireguard._udp.node-b.example.com 300 SRV 0 0 1"
                            + " node-d.example.com.",
                    "update add www.nodes.example.com 300 A 203.0.113.9",
                    "update add node-d.example.com 300 CNAME www.example.com.",
                    "update add sub.node-d.example.com 300 NS ns.example.org.",
                    "zone example.net\nupdate add _wireguard.node-c.example.net 300 A 10.0.0.9");

    @TempDir Path folder;

    /** A fragment as it stands, but for the folders of the key and of the zone files. */
    private String fragment(String name, Path key, String keys, String zones) throws IOException {
        String text = Files.readString(Path.of("examples", name));
        assertTrue(text.contains(keys + "/wg-mesh.key") && text.contains(zones), name);
        return text.replace(keys + "/wg-mesh.key", key.toString()).replace(zones, "FOLDER");
    }

    private Path hostKey() {
        return folder.resolve("host.key");
    }

    private void hostKey(String text) throws IOException {
        Files.writeString(hostKey(), text);
        Files.setPosixFilePermissions(hostKey(), PosixFilePermissions.fromString("rw-------"));
    }

    private Path bindKey() throws IOException {
        hostKey(ExternalTool.output("tsig-keygen", HOST));
        return Files.writeString(
                folder.resolve("bind.key"),
                ExternalTool.output("tsig-keygen", "wg-mesh") + Files.readString(hostKey()));
    }

    private Path knotKey() throws IOException {
        hostKey(ExternalTool.output("keymgr", "-t", HOST, "hmac-sha256"));
        return Files.writeString(
                folder.resolve("knot.key"),
                ExternalTool.output("keymgr", "-t", "wg-mesh", "hmac-sha256")
                        + Files.readString(hostKey()));
    }

    private String bind(Path key) throws IOException {
        return fragment("named.conf", key, "/etc/bind", "/var/lib/bind");
    }

    private RealServer named(Path key) throws IOException {
        return RealServer.namedWith(ExampleZonesIT.zones(), bind(key));
    }

    private RealServer knotd(Path key) throws IOException {
        return RealServer.knotdWith(
                ExampleZonesIT.zones(), fragment("knot.conf", key, "/etc/knot", "/var/lib/knot"));
    }

    private static ExternalTool.Ended send(
            RealServer server, List<String> signed, List<String> lines) {
        var command = new ArrayList<>(List.of("nsupdate", "-v", "-t", "10"));
        command.addAll(signed);
        String text =
                "server 127.0.0.1 %d\ncheck-names off\n%s\nsend\n"
                        .formatted(server.address().getPort(), String.join("\n", lines));
        return ExternalTool.run(text, command);
    }

    private void takesAMembersRecordsAndNoOthers(RealServer server, List<String> signed) {
        ExternalTool.Ended join = send(server, signed, JOIN);
        assertEquals(0, join.exit(), join.output());
        assertEquals(4, ExampleZonesIT.ask(server, "_p2p.example.com", "TXT").lines().count());
        assertEquals(
                "10.0.0.4\n", ExampleZonesIT.ask(server, "_wireguard.node-d.example.com", "A"));
        assertEquals(
                0,
                send(
                                server,
                                signed,
                                List.of(
                                        "zone example.net",
                                        "update add _wireguard.node-c.example.net 300 A 10.0.0.9"))
                        .exit());
        assertEquals(
                0,
                send(
                                server,
                                signed,
                                List.of(
                                        "update add _wireguard.x.nodes.example.com 300 A 10.0.0.8",
                                        "update delete _meta._wireguard.node-d.example.com TXT"))
                        .exit());
        for (String line : FOREIGN) {
            assertRefused(line, send(server, signed, List.of(line)));
        }
        assertRefused("unsigned", send(server, List.of(), JOIN));
        String other = "hmac-sha256:wg-mesh:" + KEY;
        assertTrue(send(server, List.of("-y", other), JOIN).output().contains("BADSIG"));
        assertEquals("", ExampleZonesIT.ask(server, "www.example.com", "A"));
        assertEquals("192.0.2.53\n", ExampleZonesIT.ask(server, "ns1.example.com", "A"));
    }

    /**
     * The host's key: of {@link #JOIN} the records of the host, and no others. Then wg-mesh itself,
     * with the admin's key and with the host's.
     */
    private void aHostsKeyChangesThatHostOnly(
            RealServer server, Path admin, List<String> signed, List<String> signedByAdmin)
            throws IOException {
        List<String> own = JOIN.stream().filter(l -> l.contains(" add ")).skip(2).toList();
        assertEquals(0, send(server, signed, own).exit(), "its own records");
        String before = records(server, admin);
        for (String line : NOT_OF_HOST) {
            assertRefused(line, send(server, signed, List.of(line)));
        }
        assertRefused(
                "one of two", send(server, signed, List.of(own.getFirst(), FOREIGN.getFirst())));
        assertEquals(before, records(server, admin));
        assertEquals(
                0,
                send(server, signed, List.of("update delete _wireguard." + HOST + " TXT")).exit());
        assertEquals(0, send(server, signedByAdmin, JOIN).exit());
        String flags = " --server 127.0.0.1:" + server.address().getPort() + " --tsig-key-file ";
        String mine = flags + hostKey();
        String mesh = " --mesh _p2p.example.com";
        run(0, "set " + HOST + " --site attic --yes" + mesh + mine);
        run(0, "set " + HOST + " --endpoint 203.0.113.205 --yes" + mesh + mine);
        run(0, "rotate " + HOST + " --now --yes" + mesh + mine);
        run(4, "set node-a.example.com --site attic --yes" + mesh + mine);
        run(4, "join node-z.example.com --public-key " + KEY + mesh + mine);
        run(4, "leave node-a.example.com --yes" + mesh + mine);
        run(4, "set-policy _p2p.example.com --paths tunnel" + mine);
        assertTrue(run(0, "list _p2p.example.com" + flags + admin).contains("203.0.113.205:51820"));
    }

    /** Every record of the zone but its SOA, by transfer. */
    private static String records(RealServer server, Path admin) {
        var key = Optional.of(TsigKeyFile.read(admin, false).key());
        return place(server, key, "example.com").read(List.of()).zone().rrsets().values().stream()
                .map(Object::toString)
                .filter(line -> !line.contains("SOA"))
                .collect(Collectors.joining("\n"));
    }

    private String run(int exit, String line) {
        CommandOutput shown =
                new CommandFixture(folder).clock(InstantSource.system()).run(line.split(" "));
        assertEquals(exit, shown.exit(), line + "\n" + shown.err());
        return shown.out();
    }

    private static void assertRefused(String what, ExternalTool.Ended ended) {
        String said = ended.output();
        // Knot 3.2 calls a key that no rule lets do this a bad key (RFC 8945, section 5.2).
        assertTrue(
                said.matches("(?s).*update failed: (REFUSED|NOTAUTH|NOTAUTH\\(BADKEY\\))\n"),
                what + "\n" + said);
        assertEquals(2, ended.exit(), what);
    }

    /** The zones as a whole for the key, and for nobody else. */
    private static void transfersToTheKeyOnly(RealServer server, Path key) {
        for (String apex : List.of("example.com", "example.net")) {
            var signed = Optional.of(TsigKeyFile.read(key, false).key());
            assertTrue(place(server, signed, apex).read(List.of()).isComplete());
            ZoneProvider unsigned = place(server, Optional.empty(), apex);
            assertFalse(unsigned.read(List.of()).isComplete());
        }
    }

    private static ZoneProvider place(RealServer server, Optional<TsigKey> key, String apex) {
        return ServerZoneSearch.open(
                new ServerAccess(server.address(), key, ServerAccess.Read.ANY),
                Question.name(apex),
                RandomGenerator.getDefault(),
                Clock.systemUTC());
    }

    @Test
    void bind_takes_a_members_records_and_no_others() throws IOException {
        Path key = bindKey();
        try (var named = named(key)) {
            Path admin = admin(key);
            transfersToTheKeyOnly(named, admin);
            takesAMembersRecordsAndNoOthers(named, List.of("-k", admin.toString()));
        }
    }

    @Test
    void knot_takes_a_members_records_and_no_others() throws IOException {
        Path key = knotKey();
        try (var knotd = knotd(key)) {
            transfersToTheKeyOnly(knotd, admin(key));
            takesAMembersRecordsAndNoOthers(knotd, List.of("-y", words(key)));
        }
    }

    @Test
    void a_hosts_key_changes_that_host_only_on_bind() throws IOException {
        Path keys = bindKey();
        Path admin = admin(keys);
        try (var named = named(keys)) {
            aHostsKeyChangesThatHostOnly(
                    named,
                    admin,
                    List.of("-k", hostKey().toString()),
                    List.of("-k", admin.toString()));
        }
    }

    @Test
    void a_hosts_key_changes_that_host_only_on_knot() throws IOException {
        Path keys = knotKey();
        Path admin = admin(keys);
        try (var knotd = knotd(keys)) {
            aHostsKeyChangesThatHostOnly(
                    knotd, admin, List.of("-y", words(hostKey())), List.of("-y", words(admin)));
        }
    }

    /** The admin's key alone, of a server's file of keys. */
    private Path admin(Path keys) throws IOException {
        return Files.writeString(
                folder.resolve("admin.key"),
                Files.readString(keys).replace(Files.readString(hostKey()), ""));
    }

    /** The key in the words of nsupdate: the first line that keymgr writes, a comment. */
    private static String words(Path key) throws IOException {
        return Files.readString(key).lines().findFirst().orElseThrow().substring(2);
    }

    @Test
    void their_own_checkers_accept_the_fragments() throws IOException {
        Path fragment = Files.writeString(folder.resolve("fragment.conf"), bind(bindKey()));
        ExternalTool.output("named-checkconf", fragment.toString());
        try (var named = named(bindKey());
                var knotd = knotd(knotKey())) {
            ExternalTool.output(
                    "named-checkconf", "-z", named.folder().resolve("named.conf").toString());
            String conf = knotd.folder().resolve("knot.conf").toString();
            ExternalTool.output("knotc", "-c", conf, "conf-check");
        }
    }
}
