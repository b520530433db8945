package dev.wgmesh.testing;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostAddresses;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.MemberServices;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.model.PathMode;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mesh written as a test shows it, a line a list, policy or member.
 *
 * <pre>
 * policy pool=10.0.0.0/24 allow=192.168.1.0/24 paths=tunnel
 * a.example.com mesh=10.0.0.1,192.168.1.1 at=203.0.113.1 port=51820 site=home nat=no
 * list _p2p.eu.example.com
 * b.example.com mesh=10.0.0.2
 * </pre>
 *
 * A member's key is its first letter, unless given by {@code key=}; {@code key=fails}, {@code
 * key=none}, {@code mesh=fails}, {@code mesh4=fails}, {@code mesh6=fails}, {@code at=fails}, {@code
 * meta=fails}, {@code policy fails} and {@code list NAME fails} are lookups that failed.
 */
public final class MeshFixture {
    private static final Duration TTL = Duration.ofSeconds(300);
    private static final MeshName ROOT = new MeshName("_p2p.example.com");

    private final Map<MeshName, DnsAnswer<Policy>> policies = new LinkedHashMap<>();
    private final Map<MeshName, Boolean> failedLists = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>();
    private MeshName list = ROOT;

    private MeshFixture() {}

    /** The mesh {@code _p2p.example.com} of the lines. */
    public static Mesh read(String text) {
        var mesh = new MeshFixture();
        mesh.policies.put(ROOT, new DnsAnswer.Absent<>(TTL));
        text.lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(mesh::line);
        return mesh.mesh();
    }

    /** The key of a letter: {@code bbb...bA=}. */
    public static PublicKey key(String letter) {
        return new PublicKey(
                letter.length() == 44 ? letter : letter.substring(0, 1).repeat(42) + "A=");
    }

    private void line(String line) {
        String[] words = line.split(" +");
        switch (words[0]) {
            case "policy" -> policies.put(list, policy(words));
            case "list" -> {
                list = words[1].equals("fails") ? ROOT : new MeshName(words[1]);
                policies.putIfAbsent(list, new DnsAnswer.Absent<>(TTL));
                failedLists.put(list, words[words.length - 1].equals("fails"));
            }
            default -> members.add(member(words));
        }
    }

    private Mesh mesh() {
        var lists = new ArrayList<MemberList>();
        policies.forEach((name, policy) -> {
            List<HostName> hosts =
                    members.stream()
                            .filter(m -> m.list().equals(name))
                            .map(Member::name)
                            .sorted()
                            .toList();
            DnsAnswer<List<HostName>> answer =
                    failedLists.getOrDefault(name, false)
                            ? failed()
                            : new DnsAnswer.Found<>(hosts, TTL);
            Optional<MeshName> parent = name.equals(ROOT) ? Optional.empty() : Optional.of(ROOT);
            lists.add(new MemberList(name, parent, policy, answer));
        });
        List<Member> sorted = members.stream().sorted(Comparator.comparing(Member::name)).toList();
        return new Mesh(ROOT, lists, sorted, List.of(), TTL);
    }

    private static DnsAnswer<Policy> policy(String[] words) {
        if (words[1].equals("fails")) {
            return failed();
        }
        return new DnsAnswer.Found<>(
                new Policy(
                        all(words, "pool").stream().map(Prefix::of).toList(),
                        all(words, "allow").stream().map(Prefix::of).toList(),
                        one(words, "paths").flatMap(PathMode::parse),
                        Optional.empty()),
                TTL);
    }

    private Member member(String[] words) {
        var name = new HostName(words[0]);
        String key = one(words, "key").orElse(words[0]);
        int port = one(words, "port").map(Integer::parseInt).orElse(Endpoint.DEFAULT_PORT);
        return new Member(
                name,
                list,
                switch (key) {
                    case "fails" -> failed();
                    case "none" -> new DnsAnswer.Absent<>(TTL);
                    default -> new DnsAnswer.Found<>(key(key), TTL);
                },
                addresses(words, "mesh"),
                List.of(new EndpointTarget(name, port, addresses(words, "at"))),
                all(words, "reflexive").isEmpty()
                        ? List.of()
                        : List.of(new EndpointTarget(name, 40000, addresses(words, "reflexive"))),
                metadata(words));
    }

    private static DnsAnswer<Metadata> metadata(String[] words) {
        if (one(words, "meta").isPresent()) {
            return failed();
        }
        var metadata =
                new Metadata(
                        one(words, "site"),
                        one(words, "nat").flatMap(Nat::parse),
                        all(words, "net").stream().map(Prefix::of).toList(),
                        one(words, "next-key").map(MeshFixture::key),
                        new MemberServices(
                                one(words, "relay").map("yes"::equals),
                                one(words, "observe").map("yes"::equals),
                                one(words, "observe-port").map(Integer::valueOf)),
                        all(words, "from").stream().map(at -> "next-key-from=" + at).toList());
        return new DnsAnswer.Found<>(metadata, TTL);
    }

    private static HostAddresses addresses(String[] words, String field) {
        return new HostAddresses(
                addresses(words, field, "4", Family.V4), addresses(words, field, "6", Family.V6));
    }

    private static DnsAnswer<List<IpAddress>> addresses(
            String[] words, String field, String digit, Family family) {
        List<String> texts = all(words, field);
        if (texts.contains("fails")) {
            return failed();
        }
        if (all(words, field + digit).contains("fails")) {
            return new DnsAnswer.Failed<>(Problem.of(family.toString(), "SERVFAIL"));
        }
        List<IpAddress> found =
                texts.stream().map(IpAddress::of).filter(a -> a.family() == family).toList();
        return found.isEmpty() ? new DnsAnswer.Absent<>(TTL) : new DnsAnswer.Found<>(found, TTL);
    }

    private static Optional<String> one(String[] words, String field) {
        return all(words, field).stream().findFirst();
    }

    private static List<String> all(String[] words, String field) {
        var values = new ArrayList<String>();
        String start = field + "=";
        for (String word : words) {
            if (word.startsWith(start)) {
                for (String value : word.substring(start.length()).split(",")) {
                    if (!value.isEmpty()) {
                        values.add(value);
                    }
                }
            }
        }
        return values;
    }

    private static <T> DnsAnswer<T> failed() {
        return new DnsAnswer.Failed<>(Problem.of("127.0.0.1:53", "SERVFAIL"));
    }
}
