package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.testing.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private static final String PUBLIC = "gw at=203.0.113.1";
    private static final Set<Family> BOTH = EnumSet.allOf(Family.class);

    @Test
    void a_public_endpoint_in_a_common_family_connects() {
        assertEquals("PUBLIC: one of them has a public endpoint", path("a", PUBLIC));
        assertEquals("PUBLIC: one of them has a public endpoint", path("a nat=hard", PUBLIC));
        assertEquals(
                "NONE: no address family in common, and no relay. fix: publish a public endpoint of"
                        + " a member that both reach: wg-mesh set HOST --endpoint ADDRESS --relay",
                path("a at=192.168.1.1 nat=yes", "gw at=2001:db8::1"));
    }

    @Test
    void members_of_one_local_network_need_no_endpoint() {
        assertEquals("LAN: on one local network", path("a at=192.168.1.1", "b at=192.168.1.2"));
        assertEquals(
                "LAN: on one local network",
                path("a at=10.1.0.1 site=x nat=hard", "b at=10.2.0.1 site=x nat=hard"));
        assertEquals("NONE", path("a at=192.168.1.1", "b at=192.168.2.1").substring(0, 4));
        assertEquals("NONE", path("a at=192.168.1.1 site=x", "b at=192.168.1.2").substring(0, 4));
        assertEquals("NONE", path("a at=192.168.1.1 nat=hard", "b at=192.168.1.2").substring(0, 4));
    }

    @Test
    void two_homes_need_an_observer_or_a_relay() {
        assertEquals(
                "NONE: no public endpoint at either side, and no observer."
                        + " fix: wg-mesh set gw.example.com --observe",
                path("a", "b", PUBLIC));
        assertEquals(
                "OBSERVED: each learns the endpoint of the other",
                path("a", "b", PUBLIC + " observe"));
        assertEquals(
                "OBSERVED: each learns the endpoint of the other",
                path("a reflexive=198.51.100.1", "b reflexive=198.51.100.2"));
        assertEquals(
                "RELAY gw.example.com: no public endpoint at either side",
                path("a", "b", PUBLIC + " relay"));
    }

    @Test
    void a_symmetric_nat_needs_a_relay_whatever_is_observed() {
        assertEquals(
                "NONE: no public endpoint at either side, a symmetric NAT, and no relay."
                        + " fix: wg-mesh set gw.example.com --relay",
                path("a nat=hard", "b", PUBLIC + " observe"));
        assertEquals(
                "RELAY gw.example.com: symmetric NAT",
                path("a nat=hard", "b", PUBLIC + " observe relay"));
        assertEquals("NONE", path("a nat=hard", "b relay").substring(0, 4));
    }

    @Test
    void a_relay_joins_members_without_a_common_family() {
        assertEquals(
                "RELAY dual.example.com: no address family in common",
                path(
                        "a at=192.168.1.1",
                        "six at=2001:db8::1",
                        "dual at=203.0.113.1 at=2001:db8::2 relay",
                        "four at=203.0.113.4 relay"));
    }

    @Test
    void both_ends_and_all_orders_of_input_choose_the_same() {
        Seeds.check(
                100,
                random -> {
                    List<MemberContact> members = randomMembers(random, 12);
                    var shuffled = new ArrayList<>(members);
                    Collections.shuffle(shuffled, Random.from(random));
                    var one = Reachability.of(members);
                    var other = Reachability.of(shuffled);
                    for (MemberContact a : members) {
                        for (MemberContact b : members) {
                            if (a != b) {
                                assertEquals(
                                        one.between(a.name(), b.name()),
                                        other.between(b.name(), a.name()));
                            }
                        }
                    }
                });
    }

    @Test
    void the_groups_name_exactly_the_pairs_that_cannot_meet() {
        Seeds.check(
                100,
                random -> {
                    List<MemberContact> members = randomMembers(random, 12);
                    var mesh = Reachability.of(members);
                    List<UnreachableGroup> groups = mesh.unreachable();
                    for (MemberContact a : members) {
                        for (MemberContact b : members) {
                            if (a != b && !a.isNeighbour(b)) {
                                boolean none =
                                        mesh.between(a.name(), b.name()).kind()
                                                == Reachability.Kind.NONE;
                                assertEquals(none, groups.stream().anyMatch(g -> names(g, a, b)));
                            }
                        }
                        long named =
                                mesh.unreachableFrom(a.name(), BOTH, Set.of(), "").stream()
                                        .mapToLong(g -> g.other().size())
                                        .sum();
                        long dead =
                                members.stream()
                                        .filter(b -> b != a)
                                        .filter(b ->
                                                mesh.between(a.name(), b.name()).kind()
                                                        == Reachability.Kind.NONE)
                                        .count();
                        assertEquals(dead, named);
                    }
                });
    }

    @Test
    void members_are_in_one_set_exactly_where_a_chain_of_pairs_connects_them() {
        Seeds.check(
                100,
                random -> {
                    List<MemberContact> members = randomMembers(random, 6);
                    var mesh = Reachability.of(members);
                    var sets = new ArrayList<Set<HostName>>();
                    members.forEach(member -> sets.add(Set.of(member.name())));
                    for (MemberContact a : members) {
                        for (MemberContact b : members) {
                            if (a != b
                                    && mesh.between(a.name(), b.name()).kind()
                                            != Reachability.Kind.NONE) {
                                merge(sets, a.name(), b.name());
                            }
                        }
                    }
                    assertEquals(Set.copyOf(sets), Set.copyOf(mesh.connectedSets()));
                });
    }

    private static void merge(List<Set<HostName>> sets, HostName a, HostName b) {
        Set<HostName> merged =
                sets.stream()
                        .filter(set -> set.contains(a) || set.contains(b))
                        .flatMap(Set::stream)
                        .collect(Collectors.toSet());
        sets.removeIf(set -> set.contains(a) || set.contains(b));
        sets.add(merged);
    }

    @Test
    void a_node_that_has_another_family_than_dns_says_names_whom_it_misses() {
        String six = "six at=2001:db8::1";
        String dual = "dual at=203.0.113.1 at=2001:db8::2 relay";
        assertEquals("PUBLIC: one of them has a public endpoint", path("a", six, dual));
        assertEquals(
                List.of(
                        "a.example.com (no public endpoint) and six.example.com (public, IPv6"
                                + " only): this node has no route of their address family, and its"
                                + " records do not say so. fix: say it"),
                missed("a", six, dual));
        assertEquals(List.of(), missed("a at=192.168.1.1", six, dual), "through the relay");
        assertEquals(
                List.of(
                        "a.example.com (symmetric NAT) and h.example.com (symmetric NAT): this node"
                                + " has no route of their address family, and its records do not"
                                + " say so. fix: say it"),
                missed("a nat=hard", "h nat=hard", "gw at=2001:db8::3 relay").stream()
                        .filter(text -> !text.contains("gw."))
                        .toList(),
                "the relay that DNS chooses has another family");
    }

    /** Returns whom the first one misses that sends in IPv4 only. */
    private static List<String> missed(String... members) {
        return mesh(Stream.of(members))
                .unreachableFrom(
                        name(members[0].split(" ")[0]), Set.of(Family.V4), Set.of(), "say it")
                .stream()
                .map(group -> group.members() + ": " + group.reason() + ". fix: " + group.fix())
                .toList();
    }

    private static boolean names(UnreachableGroup group, MemberContact a, MemberContact b) {
        return group.one().contains(a.name()) && group.other().contains(b.name())
                || group.one().contains(b.name()) && group.other().contains(a.name());
    }

    @Test
    void a_relay_that_leaves_moves_only_its_own_pairs() {
        List<String> homes = IntStream.range(0, 60).mapToObj(i -> "h" + i + " nat=hard").toList();
        List<String> relays =
                IntStream.range(0, 5)
                        .mapToObj(i -> "r" + i + " at=203.0.113." + i + " relay")
                        .toList();
        Reachability all = mesh(Stream.concat(homes.stream(), relays.stream()));
        Reachability fewer = mesh(Stream.concat(homes.stream(), relays.stream().skip(1)));
        var left = new HostName("r0.example.com");
        int moved = 0;
        int pairs = 0;
        for (int i = 0; i < homes.size(); i++) {
            for (int j = i + 1; j < homes.size(); j++) {
                HostName a = name("h" + i);
                HostName b = name("h" + j);
                Optional<HostName> before = all.between(a, b).relay();
                Optional<HostName> after = fewer.between(a, b).relay();
                pairs++;
                if (before.equals(Optional.of(left))) {
                    moved++;
                } else {
                    assertEquals(before, after);
                }
            }
        }
        assertTrue(moved > pairs / 8 && moved < pairs / 3, moved + " of " + pairs);
    }

    @Test
    void the_hash_is_that_of_the_documentation() {
        List<HostName> relays = List.of(name("node-c"), name("node-d"), name("node-e"));
        assertEquals(
                Optional.of(name("node-c")),
                RelayChoice.of(name("node-a"), name("node-b"), relays));
        assertEquals(
                Optional.of(name("node-c")),
                RelayChoice.of(name("node-b"), name("node-a"), relays));
    }

    @Test
    void many_members_are_named_in_few_groups() {
        List<MemberContact> members =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> contact("h" + i + (i % 2 == 0 ? " nat=hard" : " nat=yes")))
                        .toList();
        List<UnreachableGroup> groups = Reachability.of(members).unreachable();
        assertEquals(3, groups.size());
        assertEquals(
                "h0.example.com, h10.example.com, h100.example.com, h1000.example.com,"
                        + " h1002.example.com and 4995 more (symmetric NAT)",
                groups.getFirst().members());
    }

    private static String path(String... members) {
        var pair =
                mesh(Stream.of(members))
                        .between(name(members[0].split(" ")[0]), name(members[1].split(" ")[0]));
        return pair.kind()
                + pair.relay().map(r -> " " + r).orElse("")
                + ": "
                + pair.reason()
                + (pair.fix().isEmpty() ? "" : ". fix: " + pair.fix());
    }

    private static Reachability mesh(Stream<String> lines) {
        return Reachability.of(lines.map(ReachabilityTest::contact).toList());
    }

    private static HostName name(String label) {
        return new HostName(label + ".example.com");
    }

    private static MemberContact contact(String line) {
        List<String> words = List.of(line.split(" "));
        return MemberContact.of(
                name(words.getFirst()),
                endpoints(words, "at="),
                endpoints(words, "reflexive="),
                List.of(),
                Metadata.NONE
                        .withSite(values(words, "site=").findFirst())
                        .withNat(values(words, "nat=").findFirst().flatMap(Nat::parse))
                        .withServices(
                                new MemberServices(
                                        Optional.of(words.contains("relay")),
                                        Optional.of(words.contains("observe")),
                                        Optional.empty())));
    }

    private static List<Endpoint> endpoints(List<String> words, String field) {
        return values(words, field).map(a -> new Endpoint(IpAddress.of(a), 51820)).toList();
    }

    private static Stream<String> values(List<String> words, String field) {
        return words.stream()
                .filter(word -> word.startsWith(field))
                .map(word -> word.substring(field.length()));
    }

    private static List<MemberContact> randomMembers(RandomGenerator random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Stream.of(
                                        "m" + i,
                                        pick(random, "", "at=203.0.113." + i, "at=2001:db8::" + i),
                                        pick(random, "", "", "at=192.168.1." + i),
                                        pick(random, "", "nat=yes", "nat=hard"),
                                        pick(random, "", "", "site=x"),
                                        pick(random, "", "", "reflexive=198.51.100." + i),
                                        pick(random, "", "", "relay"),
                                        pick(random, "", "", "", "", "", "", "", "observe"))
                                .filter(word -> !word.isEmpty())
                                .collect(Collectors.joining(" ")))
                .map(ReachabilityTest::contact)
                .toList();
    }

    private static String pick(RandomGenerator random, String... words) {
        return words[random.nextInt(words.length)];
    }
}
