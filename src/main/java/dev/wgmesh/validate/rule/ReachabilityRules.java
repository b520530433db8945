package dev.wgmesh.validate.rule;

import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.xbill.DNS.Type;

/** Rules about mesh addresses and endpoints together. */
final class ReachabilityRules {
    private ReachabilityRules() {}

    static List<Rule> all() {
        return List.of(
                new A005PublicAddress(),
                new A006UnusableEndpoint(),
                new A008AddressFamily(),
                new A011OwnEndpoint());
    }

    /** A public mesh address that is not an endpoint of the member. */
    static final class A005PublicAddress implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A005",
                    Level.WARNING,
                    "public address that is not the member's own endpoint",
                    "Members send traffic for that address on the Internet into the tunnel "
                            + "instead.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.claims()
                    .filter(ClaimRecord::isAddress)
                    .filter(claim -> claim.member().endpoints().complete())
                    .filter(claim -> claim.prefix().network().scope() == AddressScope.PUBLIC)
                    .filter(claim -> !claim.member().isPublic(claim.prefix().network()))
                    .filter(claim -> !isMeant(claim))
                    .map(claim ->
                            finding(
                                    claim.location(),
                                    claim
                                            + " is a public address but not an endpoint of "
                                            + claim.member().name(),
                                    "use a private address; the owner of the mesh decides whether"
                                            + " members may have public ones: wg-mesh set-policy "
                                            + claim.member().list().name()
                                            + " --pool CIDR --allow CIDR"));
        }

        /** Returns whether a policy permits the address: a mesh may own a public prefix. */
        private static boolean isMeant(ClaimRecord claim) {
            Optional<List<Policy>> policies = claim.member().list().policies();
            return policies.isEmpty()
                    || policies.get().stream()
                            .anyMatch(policy ->
                                    policy.bindsClaims() && policy.permits(claim.prefix()));
        }
    }

    /** An endpoint that cannot work: no host can have it, or the mesh has it. */
    static final class A006UnusableEndpoint implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A006",
                    Level.ERROR,
                    "endpoint that no packet reaches, or that is inside the mesh",
                    "Nodes never use such an endpoint. Inside the mesh it is a routing loop: the "
                            + "packets that carry the tunnel to that member would go into a "
                            + "tunnel themselves.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            NavigableMap<IpAddress, List<ListedMember>> endpoints = new TreeMap<>();
            for (ListedMember member : tree.members().values()) {
                member.endpointAddresses()
                        .forEach(address ->
                                endpoints
                                        .computeIfAbsent(address, _ -> new ArrayList<>())
                                        .add(member));
            }
            return Stream.concat(loops(tree, endpoints), unusable(tree));
        }

        private Stream<Finding> loops(
                MeshTree tree, NavigableMap<IpAddress, List<ListedMember>> endpoints) {
            return tree.claims().stream()
                    .filter(claim -> !inside(claim, endpoints).isEmpty())
                    .flatMap(claim ->
                            inside(claim, endpoints).entrySet().stream()
                                    .flatMap(entry ->
                                            entry.getValue().stream()
                                                    .filter(other ->
                                                            collides(claim, entry.getKey(), other))
                                                    .limit(1)
                                                    .map(other ->
                                                            loop(claim, entry.getKey(), other)))
                                    .limit(1));
        }

        private static NavigableMap<IpAddress, List<ListedMember>> inside(
                ClaimRecord claim, NavigableMap<IpAddress, List<ListedMember>> endpoints) {
            Prefix prefix = claim.prefix();
            return endpoints.subMap(prefix.network(), true, prefix.lastAddress(), true);
        }

        /** Returns the endpoints that are in a pool, or that no host can have. */
        private Stream<Finding> unusable(MeshTree tree) {
            PrefixIndex<Prefix> pools = tree.pools();
            return tree.members().values().stream()
                    .flatMap(member ->
                            member.endpoints().records().entrySet().stream()
                                    .flatMap(endpoint ->
                                            why(endpoint.getKey(), pools).stream()
                                                    .map(why ->
                                                            unusable(
                                                                    member,
                                                                    endpoint.getValue(),
                                                                    why))));
        }

        private static Optional<String> why(IpAddress endpoint, PrefixIndex<Prefix> pools) {
            return endpoint.scope().isUnicast()
                    ? pools.first(endpoint.asPrefix(), _ -> true).map(pool -> "in the pool " + pool)
                    : Optional.of(endpoint.scope().text());
        }

        private Finding unusable(ListedMember member, ZoneRecord endpoint, String why) {
            return finding(
                    FindingLocation.of(endpoint).withMember(member.name()),
                    endpoint.address() + ", an endpoint of " + member.name() + ", is " + why,
                    "publish the address at which others reach "
                            + member.name()
                            + "; a member behind NAT needs none");
        }

        /** Returns whether the two are one address: a private address counts within one site. */
        private static boolean collides(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
            return !claim.member().name().equals(other.name())
                    && (endpoint.scope() == AddressScope.PUBLIC
                            || claim.member().site().equals(other.site()));
        }

        private Finding loop(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
            String what =
                    claim.prefix().isHost() ? claim + " is" : claim + " contains " + endpoint + ",";
            return finding(
                    claim.location(),
                    what + " an endpoint of " + other.name(),
                    FreeAddresses.fix(claim.member())
                            + "; or correct the endpoint of "
                            + other.name());
        }
    }

    /** A member without the address family that most members have. */
    static final class A008AddressFamily implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A008",
                    Level.NOTICE,
                    "one address family missing where most members have both",
                    "Members that use this address family cannot reach this member.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            List<ListedMember> read =
                    tree.members().values().stream()
                            .filter(m -> !m.v4().isFailed() && !m.v6().isFailed() && m.hasAddress())
                            .toList();
            long both =
                    read.stream()
                            .filter(m -> m.v4().found().isPresent() && m.v6().found().isPresent())
                            .count();
            return 2 * both <= read.size() ? Stream.empty() : read.stream().flatMap(this::lacking);
        }

        private Stream<Finding> lacking(ListedMember member) {
            if (member.v4().isAbsent()) {
                return Stream.of(
                        finding(
                                member.missingLocation(Type.A),
                                member.name() + " has no IPv4 mesh address, unlike most members",
                                FreeAddresses.fix(member, "an IPv4 address")));
            }
            return member.v6().isAbsent()
                    ? Stream.of(
                            finding(
                                    member.missingLocation(Type.AAAA),
                                    member.name()
                                            + " has no IPv6 mesh address, unlike most members",
                                    FreeAddresses.fix(member, "an IPv6 address")))
                    : Stream.empty();
        }
    }

    /** A member whose only address is its own endpoint. */
    static final class A011OwnEndpoint implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A011",
                    Level.ERROR,
                    "a member's only mesh address of a family is its own endpoint",
                    "An endpoint is never routed into its own tunnel, so the member has no "
                            + "address inside the tunnel and cannot reach others.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.members()
                    .flatMap(member ->
                            Stream.of(member.v4(), member.v6())
                                    .flatMap(answer -> check(member, answer)));
        }

        private Stream<Finding> check(ListedMember member, DnsAnswer<RRset> answer) {
            return !(answer instanceof DnsAnswer.Found<RRset>(RRset set, _))
                            || set.records().stream()
                                    .anyMatch(
                                            r -> !member.endpointAddresses().contains(r.address()))
                    ? Stream.empty()
                    : set.records().stream()
                            .limit(1)
                            .map(record ->
                                    finding(
                                            FindingLocation.of(record).withMember(member.name()),
                                            record.address()
                                                    + ", the only mesh address of "
                                                    + member.name()
                                                    + ", is its own endpoint",
                                            FreeAddresses.fix(member)));
        }
    }
}
