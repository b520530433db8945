package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TestZones;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class ZoneNodeTest {
    private static final Name APEX = Question.name("example.com");
    private static final List<Integer> TYPES =
            List.of(Type.A, Type.TXT, Type.CNAME, Type.NS, Type.DS, Type.DNAME);

    /** Labels from which names are made: some become wildcards, cuts or empty non-terminals. */
    private static final List<String> LABELS = List.of("a", "b", "*", "_wireguard", "C");

    private static String name(RandomGenerator random) {
        var name = new StringBuilder(LABELS.get(random.nextInt(LABELS.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append('.').append(LABELS.get(random.nextInt(LABELS.size())));
        }
        return name.toString();
    }

    private static String zone(RandomGenerator random) {
        var text = new StringBuilder("@ NS ns1.example.net.\n");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(name(random))
                    .append(
                            switch (random.nextInt(12)) {
                                case 0 -> " NS ns1.example.net.\n";
                                case 1 -> " DNAME to.example.net.\n";
                                case 2 -> " CNAME to.example.net.\n";
                                case 3, 4, 5 -> " TXT text\n";
                                default -> " A 192.0.2.%d\n".formatted(i);
                            });
        }
        return text.toString();
    }

    @Test
    void a_zone_answers_as_the_steps_of_the_standard_do() {
        Seeds.check(
                300,
                random -> {
                    String text = zone(random);
                    ZoneContents objects = TestZones.text("example.com", text).zones().getFirst();
                    ZoneContents rows = rows(text);
                    for (int i = 0; i < 30; i++) {
                        Name owner = Question.name(name(random) + ".example.com");
                        for (int type : TYPES) {
                            var question = new Question(owner, type);
                            String expected = text(steps(objects.rrsets(), question));
                            assertEquals(
                                    expected,
                                    text(objects.answer(question)),
                                    () -> question + "\n" + text);
                            assertEquals(
                                    expected,
                                    text(rows.answer(question)),
                                    () -> question + "\n" + text);
                        }
                    }
                });
    }

    private static ZoneContents rows(String text) {
        String file =
                "$ORIGIN example.com.\n$TTL 300\n@ SOA ns hostmaster 1 3600 900 86400 300\n" + text;
        return ZoneText.read("example.com.zone", _ -> file, Optional.empty()).contents();
    }

    /** Positions of records differ between a file and a server. */
    private static String text(ZoneAnswer answer) {
        return switch (answer) {
            case ZoneAnswer.Records(RRset set) -> "records " + set;
            case ZoneAnswer.Cname(RRset set) -> "alias " + set;
            case ZoneAnswer.Dname(RRset set) -> "aliases below " + set;
            case ZoneAnswer.Delegation(RRset set) -> "delegated " + set;
            case ZoneAnswer.Opaque(OpaqueRecord record) -> "unreadable " + record;
            case ZoneAnswer.NoData _ -> "no data";
            case ZoneAnswer.NxDomain _ -> "no such name";
        };
    }

    /** Walks down from the apex, as RFC 1034 section 4.3.2 and RFC 4592 section 3.3 describe. */
    private static ZoneAnswer steps(Map<Question, RRset> sets, Question question) {
        Name owner = question.owner();
        for (int above = owner.labels() - APEX.labels(); above >= 0; above--) {
            Name at = new Name(owner, above);
            boolean parentSide = question.type() == Type.DS && above == 0;
            Optional<RRset> servers = set(sets, at, Type.NS);
            if (servers.isPresent() && !at.equals(APEX) && !parentSide) {
                return new ZoneAnswer.Delegation(servers.get());
            }
            Optional<RRset> dname = set(sets, at, Type.DNAME);
            if (dname.isPresent() && above > 0) {
                return new ZoneAnswer.Dname(dname.get());
            }
        }
        Name encloser = owner;
        while (!exists(sets, encloser)) {
            encloser = new Name(encloser, 1);
        }
        if (encloser.equals(owner)) {
            return at(sets, owner, question.type()).orElseGet(ZoneAnswer.NoData::new);
        }
        Name wildcard = Question.name("*." + encloser);
        return exists(sets, wildcard)
                ? at(sets, wildcard, question.type())
                        .map(found -> found.withOwner(owner))
                        .orElseGet(ZoneAnswer.NoData::new)
                : new ZoneAnswer.NxDomain();
    }

    private static Optional<ZoneAnswer> at(Map<Question, RRset> sets, Name name, int type) {
        Optional<RRset> found = set(sets, name, type);
        return found.isPresent()
                ? found.map(ZoneAnswer.Records::new)
                : set(sets, name, Type.CNAME).map(ZoneAnswer.Cname::new);
    }

    private static boolean exists(Map<Question, RRset> sets, Name name) {
        return sets.keySet().stream().anyMatch(question -> question.owner().subdomain(name));
    }

    private static Optional<RRset> set(Map<Question, RRset> sets, Name owner, int type) {
        return Optional.ofNullable(sets.get(new Question(owner, type)));
    }
}
