package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.LayeredSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.AnswerCache;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/** A mesh is the same whether its records are at hand in whole zones, or are asked one by one. */
class MeshReadingTest {
    private static final MeshName MESH = new MeshName("_p2p.example.com");
    private static final Set<String> APEXES = Set.of("example.com", "example.net");

    /** Answers each question for itself, as a resolver does. */
    private static final class Asked implements DnsSource {
        private final DnsSource source;
        private final Set<Question> questions = new HashSet<>();

        Asked(DnsSource source) {
            this.source = source;
        }

        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> asked) {
            questions.addAll(asked);
            return source.query(asked);
        }

        @Override
        public String description() {
            return source.description();
        }
    }

    private record Snapshot(DnsSnapshot snapshot) implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new HashMap<Question, DnsAnswer<RRset>>();
            questions.forEach(q -> answers.put(q, snapshot.answer(q).orElseThrow()));
            return answers;
        }

        @Override
        public AnswerCache atHand() {
            return snapshot;
        }

        @Override
        public String description() {
            return "both zones";
        }
    }

    /** Returns the records of a mesh in example.com, some of them in example.net or nowhere. */
    private static Map<String, String> zones(RandomGenerator random) {
        var com = new StringBuilder("@ NS ns1.example.org.\ncut NS ns1.example.org.\n");
        com.append("tree DNAME other.example.net.\nfar DNAME tree.example.org.\n");
        com.append("*.wild A 192.0.2.77\n_wireguard.*.wild A 10.9.9.9\n");
        com.append("_policy._p2p TXT pool=10.0.0.0/8\n");
        var net = new StringBuilder("@ NS ns1.example.org.\n");
        List<String> lists = List.of("_p2p", "_p2p.s", "_p2p.cut", "_p2p.tree");
        lists.subList(1, 1 + random.nextInt(3))
                .forEach(list -> com.append("_p2p PTR %s%n".formatted(list)));
        List<String> parents = List.of("", "", "", ".wild", ".cut", ".tree", ".far", ".sub");
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            boolean local = random.nextInt(4) > 0;
            String host = "n" + i + (local ? parents.get(random.nextInt(parents.size())) : "");
            String zone =
                    local ? "example.com" : random.nextBoolean() ? "example.net" : "example.edu";
            com.append(
                    "%s TXT %s.%s%n"
                            .formatted(lists.get(random.nextInt(lists.size())), host, zone));
            member(random, host, i, local ? com : net);
            member(random, "n" + i + ".other", i, net);
        }
        return Map.of("example.com", com.toString(), "example.net", net.toString());
    }

    private static void member(
            RandomGenerator random, String host, int number, StringBuilder zone) {
        if (host.endsWith(".tree") || host.endsWith(".far") || host.endsWith(".cut")) {
            return;
        }
        byte[] key = new byte[32];
        key[0] = (byte) number;
        key[9] = 9;
        String own = "_wireguard." + host;
        switch (random.nextInt(8)) {
            case 0 -> zone.append("%s CNAME _wireguard.n1.other.example.net.%n".formatted(own));
            case 1 -> zone.append("%s CNAME %s%n".formatted(own, own));
            case 2 -> zone.append("%s TXT broken%n".formatted(own));
            default ->
                    zone.append(
                            "%s TXT %s%n%s A 10.1.0.%d%n%s 60 AAAA fd00::%d%n"
                                    .formatted(
                                            own,
                                            Base64.getEncoder().encodeToString(key),
                                            own,
                                            number,
                                            own,
                                            number));
        }
        switch (random.nextInt(6)) {
            case 0 -> zone.append("%s CNAME www.example.org.%n".formatted(host));
            case 1 -> zone.append("%s CNAME n1.other.example.net.%n".formatted(host));
            case 2 -> {}
            default -> zone.append("%s A 198.51.100.%d%n".formatted(host, number));
        }
        switch (random.nextInt(6)) {
            case 0 -> zone.append("_wireguard._udp.%s SRV 0 0 4500 gate.wild%n".formatted(host));
            case 1 -> zone.append("_wireguard._udp.%s SRV 0 0 4500 gate.tree%n".formatted(host));
            case 2 ->
                    zone.append("_wireguard._udp.%s SRV 0 0 4500 g.example.edu.%n".formatted(host));
            default -> {}
        }
        if (random.nextInt(3) == 0) {
            zone.append("_meta._wireguard.%s TXT site=home%n".formatted(host));
        }
        if (random.nextInt(3) == 0) {
            zone.append(
                    "_reflexive._wireguard.%s SRV 0 0 4501 n1.other.example.net.%n"
                            .formatted(host));
        }
    }

    private static ZoneContents file(String apex, String text) {
        String file =
                "$ORIGIN %s.%n$TTL 300%n@ SOA ns hostmaster 1 3600 900 86400 300%n%s"
                        .formatted(apex, text);
        return ZoneText.read(apex + ".zone", _ -> file, Optional.empty()).contents();
    }

    private static DnsSource hosted(Map<String, String> zones, DnsSource others) {
        var hosts = new HashMap<String, ScriptedZone>();
        zones.forEach((apex, text) -> hosts.put(apex, new ScriptedZone(apex, true, text)));
        ZoneCatalog.ZoneHost host =
                name -> {
                    for (Name at = name; at.labels() > 1; at = new Name(at, 1)) {
                        Optional<ZoneProvider> zone =
                                Optional.ofNullable(hosts.get(at.toString(true)));
                        if (zone.isPresent()) {
                            return zone;
                        }
                    }
                    return Optional.empty();
                };
        return new HostedZoneSource(
                List.of(),
                Map.of(Name.root, host),
                others,
                "host",
                ReadingBudget.of(() -> Instant.EPOCH));
    }

    @Test
    void a_mesh_is_the_same_from_files_from_transferred_zones_and_by_questions() {
        Seeds.check(
                100,
                random -> {
                    Map<String, String> zones = zones(random);
                    List<ZoneContents> objects =
                            zones.entrySet().stream()
                                    .flatMap(zone ->
                                            TestZones.text(zone.getKey(), zone.getValue())
                                                    .zones()
                                                    .stream())
                                    .toList();
                    List<ZoneContents> files =
                            zones.entrySet().stream()
                                    .map(zone -> file(zone.getKey(), zone.getValue()))
                                    .toList();
                    assertEquals(APEXES.size(), files.size());
                    DnsSource nowhere =
                            new Snapshot(
                                    new DnsSnapshot(List.of(), Map.of(), Optional.of("not given")));
                    for (List<ZoneContents> whole : List.of(objects, files)) {
                        var closed =
                                new Snapshot(
                                        new DnsSnapshot(whole, Map.of(), Optional.of("not given")));
                        MeshReader.SignedReading byQuestions =
                                MeshReader.readSigned(new Asked(closed), MESH);
                        MeshReader.SignedReading atHand = MeshReader.readSigned(closed, MESH);
                        assertEquals(byQuestions.mesh(), atHand.mesh());
                        assertEquals(byQuestions.signatures(), atHand.signatures());
                        assertTrue(atHand.answers().asked().isEmpty());
                        same(new LayeredSource(whole, "files", nowhere));
                        same(new LayeredSource(whole.subList(0, 1), "files", closed));
                    }
                    same(hosted(zones, nowhere));
                });
    }

    /** Checks that what the source has at hand is what it answers. */
    private static void same(DnsSource source) {
        var asked = new Asked(source);
        MeshReader.Reading byQuestions = MeshReader.readWithAnswers(asked, MESH);
        assertEquals(byQuestions.mesh(), MeshReader.read(source, MESH));
        for (Question question : asked.questions) {
            source.atHand()
                    .answer(question)
                    .ifPresent(answer ->
                            assertEquals(
                                    byQuestions.answers().asked().get(question),
                                    answer,
                                    question::toString));
        }
    }
}
