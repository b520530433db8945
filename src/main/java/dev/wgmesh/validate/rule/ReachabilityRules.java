package dev.wgmesh.validate.rule;

import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Policy;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.RecordTexts;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.RRset;
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
                new A006RoutingLoop(),
                new A008AddressFamily(),
                new A011OwnEndpoint());
    }

    /** A public mesh address that is not the member's own. */
    static final class A005PublicAddress implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A005",
                    Level.WARNING,
                    "public address that is not the member's own endpoint",
                    "Members send what they mean for that address on the Internet into the "
                            + "tunnel instead.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.members()
                    .filter(member -> member.endpoints().known())
                    .flatMap(member -> member.addresses().stream())
                    .filter(claim -> claim.prefix().network().scope() == AddressScope.PUBLIC)
                    .filter(claim -> !claim.member().isPublic(claim.prefix().network()))
                    .filter(claim -> !isMeant(claim))
                    .map(claim ->
                            finding(
                                    claim.spot(),
                                    claim
                                            + " is a public address, and no endpoint of "
                                            + claim.member().name(),
                                    "use a private one, or say that it is yours: _policy."
                                            + claim.member().list().name()
                                            + ". IN TXT \"allow="
                                            + claim.prefix()
                                            + "\""));
        }

        /** Whether the policy names the address: a mesh may have a public prefix of its own. */
        private static boolean isMeant(ClaimRecord claim) {
            Optional<List<Policy>> policies = claim.member().list().policies();
            return policies.isEmpty()
                    || policies.get().stream()
                            .anyMatch(policy ->
                                    policy.bindsClaims() && policy.permits(claim.prefix()));
        }
    }

    /** A claim on the address that another member is sent to. */
    static final class A006RoutingLoop implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A006",
                    Level.ERROR,
                    "mesh address equals another member's endpoint",
                    "A routing loop: the packets that carry the tunnel to that member would go "
                            + "into a tunnel themselves.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.trees().stream().flatMap(this::check);
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
            return tree.claims()
                    .flatMap(claim ->
                            endpoints
                                    .subMap(
                                            claim.prefix().network(),
                                            true,
                                            claim.prefix().last(),
                                            true)
                                    .entrySet()
                                    .stream()
                                    .flatMap(entry ->
                                            entry.getValue().stream()
                                                    .filter(other ->
                                                            collides(claim, entry.getKey(), other))
                                                    .limit(1)
                                                    .map(other ->
                                                            loop(claim, entry.getKey(), other)))
                                    .limit(1));
        }

        /** A private address is another machine's at another site. */
        private static boolean collides(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
            return !claim.member().name().equals(other.name())
                    && (endpoint.scope() == AddressScope.PUBLIC
                            || claim.member().site().equals(other.site()));
        }

        private Finding loop(ClaimRecord claim, IpAddress endpoint, ListedMember other) {
            String what =
                    claim.prefix().isHost() ? claim + " is" : claim + " holds " + endpoint + ",";
            return finding(
                    claim.spot(),
                    what + " an endpoint of " + other.name(),
                    "give "
                            + claim.member().name()
                            + " another, or mend the address of "
                            + other.name());
        }
    }

    /** A member without the family that most have. */
    static final class A008AddressFamily implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A008",
                    Level.NOTICE,
                    "one family missing where most have both",
                    "Members that talk to each other in that family leave this one out.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.trees().stream().flatMap(this::check);
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
                                member.entry().missing(member.wireguard(Type.A)),
                                member.name() + " has no IPv4 mesh address, most members have",
                                "give it one: wg-mesh allocate " + member.list().name()));
            }
            return member.v6().isAbsent()
                    ? Stream.of(
                            finding(
                                    member.entry().missing(member.wireguard(Type.AAAA)),
                                    member.name() + " has no IPv6 mesh address, most members have",
                                    "give it one: wg-mesh allocate " + member.list().name()))
                    : Stream.empty();
        }
    }

    /** A member whose only address is its own endpoint. */
    static final class A011OwnEndpoint implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "A011",
                    Level.ERROR,
                    "a member's only mesh address of a family is its own endpoint",
                    "An endpoint never goes into its own tunnel, so the member has no address "
                            + "inside it: others cannot be reached from it.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.members()
                    .flatMap(member ->
                            Stream.of(member.v4(), member.v6())
                                    .flatMap(answer -> check(member, answer)));
        }

        private Stream<Finding> check(ListedMember member, DnsAnswer<RRset> answer) {
            return RecordTexts.records(answer)
                            .anyMatch(r ->
                                    !member.endpointAddresses().contains(RecordTexts.address(r)))
                    ? Stream.empty()
                    : RecordTexts.records(answer)
                            .limit(1)
                            .map(record ->
                                    finding(
                                            FindingLocation.of(record).member(member.name()),
                                            "the only mesh address "
                                                    + RecordTexts.address(record)
                                                    + " of "
                                                    + member.name()
                                                    + " is its own endpoint",
                                            "give it one of the pool: wg-mesh allocate "
                                                    + member.list().name()));
        }
    }
}
