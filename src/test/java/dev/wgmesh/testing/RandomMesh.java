package dev.wgmesh.testing;

import dev.wgmesh.keys.PrivateKey;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Random well-formed meshes, for property tests. */
public final class RandomMesh {
    /** The TTL of every record and of every absence in them. */
    public static final Duration TTL = Duration.ofSeconds(300);

    private final RandomGenerator random;

    public RandomMesh(RandomGenerator random) {
        this.random = random;
    }

    /** A mesh {@code _p2p.example.com} of up to 12 members, up to 3 sub-lists, two zones. */
    public Mesh mesh() {
        var root = new MeshName("_p2p.example.com");
        var names = new ArrayList<MeshName>(List.of(root));
        for (int i = random.nextInt(4); i > 0; i--) {
            names.add(new MeshName("_p2p.s" + i + ".example.com"));
        }
        var members = new ArrayList<Member>();
        for (int i = random.nextInt(1, 13); i > 0; i--) {
            String zone = random.nextInt(4) == 0 ? "example.net" : "example.com";
            var host = new HostName("node-" + i + "." + zone);
            members.add(member(host, names.get(random.nextInt(names.size())), i));
        }
        members.sort(Comparator.comparing(Member::name));
        var lists = new ArrayList<MemberList>();
        for (MeshName name : names) {
            List<HostName> hosts =
                    members.stream()
                            .filter(m -> m.list().equals(name))
                            .map(Member::name)
                            .sorted()
                            .toList();
            Optional<MeshName> parent = name.equals(root) ? Optional.empty() : Optional.of(root);
            lists.add(new MemberList(name, parent, policy(), maybe(!hosts.isEmpty(), hosts)));
        }
        lists.subList(1, lists.size()).sort(Comparator.comparing(MemberList::name));
        return new Mesh(root, lists, members, List.of(), TTL);
    }

    private Member member(HostName host, MeshName list, int number) {
        var endpoints = new ArrayList<EndpointTarget>();
        if (random.nextInt(3) == 0) {
            for (int i = random.nextInt(3); i > 0; i--) {
                var name = new HostName("gate-" + number + "-" + i + ".example.org");
                endpoints.add(
                        new EndpointTarget(name, random.nextInt(1, 65536), addresses(203, i)));
            }
        } else {
            int port = random.nextBoolean() ? Endpoint.DEFAULT_PORT : 4500;
            endpoints.add(new EndpointTarget(host, port, addresses(198, number)));
        }
        return new Member(
                host,
                list,
                new DnsAnswer.Found<>(key(), TTL),
                new HostAddresses(
                        maybe(true, List.of(v4(10, number))),
                        maybe(random.nextBoolean(), List.of(v6(number)))),
                endpoints,
                List.of(),
                metadata());
    }

    private HostAddresses addresses(int first, int number) {
        return new HostAddresses(
                maybe(random.nextBoolean(), List.of(v4(first, number))),
                maybe(random.nextInt(3) == 0, List.of(v6(number + 4096))));
    }

    private DnsAnswer<Metadata> metadata() {
        var metadata =
                new Metadata(
                        random.nextBoolean() ? Optional.of("home") : Optional.empty(),
                        random.nextBoolean()
                                ? Optional.of(Nat.values()[random.nextInt(3)])
                                : Optional.empty(),
                        random.nextBoolean() ? List.of() : List.of(Prefix.of("10.9.0.0/16")),
                        random.nextInt(4) == 0 ? Optional.of(key()) : Optional.empty(),
                        random.nextInt(4) == 0
                                ? new MemberServices(
                                        Optional.of(random.nextBoolean()),
                                        Optional.of(true),
                                        Optional.of(5353))
                                : MemberServices.NONE,
                        random.nextBoolean() ? List.of() : List.of("rack=7", "x=a;\"b\" \\c"));
        return maybe(!metadata.equals(Metadata.NONE), metadata);
    }

    private DnsAnswer<Policy> policy() {
        var policy =
                new Policy(
                        List.of(Prefix.of("10.0.0.0/8"), Prefix.of("fd00::/8")),
                        random.nextBoolean() ? List.of() : List.of(Prefix.of("192.168.0.0/16")),
                        random.nextBoolean() ? Optional.empty() : Optional.of(PathMode.TUNNEL),
                        random.nextBoolean() ? Optional.empty() : Optional.of(TTL));
        return maybe(random.nextBoolean(), policy);
    }

    private PublicKey key() {
        return PrivateKey.generate(random).publicKey();
    }

    private static IpAddress v4(int first, int number) {
        return new IpAddress(Family.V4, 0, ((long) first << 24) + number);
    }

    private static IpAddress v6(int number) {
        return new IpAddress(Family.V6, 0xfd00_0000_0000_0000L, number);
    }

    private static <T> DnsAnswer<T> maybe(boolean there, T value) {
        return there ? new DnsAnswer.Found<>(value, TTL) : new DnsAnswer.Absent<>(TTL);
    }
}
