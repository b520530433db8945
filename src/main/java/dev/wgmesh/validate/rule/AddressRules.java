package dev.wgmesh.validate.rule;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.ListRecords;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about the addresses and nets that members claim. */
final class AddressRules {
    private AddressRules() {}

    static List<Rule> all() {
        return List.of(
                new A001Overlap(),
                new A002OutsidePools(),
                new A003Reserved(),
                new A004Scope(),
                new A012TooWide());
    }

    /** An address that two members claim. */
    static final class A001Overlap implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A001",
                    Level.ERROR,
                    "one mesh address at two members, or prefixes that overlap",
                    "An allowed IP belongs to one peer: WireGuard moves it to the peer configured "
                            + "last, and the other peer loses it.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        /**
         * Prefixes are nested or apart: sorted, those around one are those still open before it.
         */
        private Stream<Finding> check(MeshTree tree) {
            Deque<ClaimRecord> open = new ArrayDeque<>();
            return tree.claims().stream()
                    .sorted(ClaimRecord.OUTER_FIRST)
                    .flatMap(claim -> {
                        while (!open.isEmpty() && !open.peek().prefix().contains(claim.prefix())) {
                            open.pop();
                        }
                        Optional<ClaimRecord> other =
                                open.stream()
                                        .filter(c ->
                                                !c.member().name().equals(claim.member().name()))
                                        .findFirst();
                        if (open.isEmpty() || !open.peek().prefix().equals(claim.prefix())) {
                            open.push(claim);
                        }
                        return other.stream().map(around -> overlap(claim, around));
                    })
                    .toList()
                    .stream();
        }

        private Finding overlap(ClaimRecord claim, ClaimRecord around) {
            String what =
                    claim.prefix().equals(around.prefix())
                            ? " is also claimed by " + around.member().name()
                            : " lies in "
                                    + around
                                    + ", which "
                                    + around.member().name()
                                    + " claims";
            return finding(claim.location(), claim + what, FreeAddresses.fix(claim.member()));
        }
    }

    /** A claim that the policy does not allow. */
    static final class A002OutsidePools implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A002",
                    Level.ERROR,
                    "address or net outside the pools",
                    "Every member refuses the claim, and routes nothing to it.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream()
                    .flatMap(MeshTree::claimsByList)
                    .flatMap(listed ->
                            listed.list().policies().stream()
                                    .filter(policies ->
                                            policies.stream().anyMatch(Policy::bindsClaims))
                                    .flatMap(policies -> check(listed, policies)));
        }

        private Stream<Finding> check(MeshTree.Claims listed, List<Policy> policies) {
            ListRecords list = listed.list();
            return listed.claims().stream()
                    .filter(claim ->
                            !policies.stream().allMatch(policy -> policy.permits(claim.prefix())))
                    .map(claim ->
                            finding(
                                    claim.location(),
                                    claim
                                            + " is outside the pool= and allow= prefixes of "
                                            + refusing(claim, list),
                                    fix(claim, list)));
        }

        private static String fix(ClaimRecord claim, ListRecords list) {
            return FreeAddresses.fix(claim.member())
                    + "; the owner of the mesh decides whether members may claim others: wg-mesh"
                    + " set-policy "
                    + list.name()
                    + " --allow CIDR";
        }

        /** Returns the highest list whose policy does not permit the claim. */
        private static MeshName refusing(ClaimRecord claim, ListRecords list) {
            return list.parent()
                    .filter(above -> isRefused(claim, above))
                    .map(above -> refusing(claim, above))
                    .orElse(list.name());
        }

        private static boolean isRefused(ClaimRecord claim, ListRecords list) {
            return list.policies().stream()
                    .flatMap(List::stream)
                    .anyMatch(policy -> !policy.permits(claim.prefix()));
        }
    }

    /** The network or broadcast address of a prefix. */
    static final class A003Reserved implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A003",
                    Level.ERROR,
                    "network or broadcast address",
                    "Hosts and routers treat this address as the whole prefix, not as one machine.",
                    "RFC 1122, section 3.2.1.3; RFC 4291, section 2.6.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(MeshTree::claimsByList).flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree.Claims listed) {
            List<Prefix> prefixes =
                    listed.list().policies().stream()
                            .flatMap(List::stream)
                            .flatMap(policy ->
                                    Stream.concat(policy.pools().stream(), policy.allow().stream()))
                            .distinct()
                            .sorted()
                            .toList();
            return prefixes.isEmpty()
                    ? Stream.empty()
                    : listed.claims().stream()
                            .filter(ClaimRecord::isAddress)
                            .flatMap(claim ->
                                    prefixes.stream()
                                            .filter(prefix ->
                                                    prefix.isReserved(claim.prefix().network()))
                                            .limit(1)
                                            .map(prefix ->
                                                    finding(
                                                            claim.location(),
                                                            claim
                                                                    + " is the "
                                                                    + kind(claim, prefix)
                                                                    + " address of "
                                                                    + prefix,
                                                            FreeAddresses.fix(claim.member()))));
        }

        private static String kind(ClaimRecord claim, Prefix prefix) {
            return claim.prefix().network().equals(prefix.network()) ? "network" : "broadcast";
        }
    }

    /** An address outside of unicast. */
    static final class A004Scope implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A004",
                    Level.ERROR,
                    "unspecified, loopback, multicast or link-local address",
                    "No packet can be routed to such an address through the mesh.",
                    "RFC 6890, section 2.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.claims()
                    .filter(claim -> !claim.prefix().network().scope().isUnicast())
                    .map(claim ->
                            finding(
                                    claim.location(),
                                    claim + " is " + claim.prefix().network().scope().text(),
                                    FreeAddresses.fix(claim.member())));
        }
    }

    /** A claim of a very short prefix. */
    static final class A012TooWide implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A012",
                    Level.ERROR,
                    "claim wider than /8 (IPv4) or /32 (IPv6)",
                    "Every member refuses the claim: such a prefix would take over default routes "
                            + "and networks of others.",
                    "docs/records.md");
        }

        private static final int SHORTEST_V4 = 8;
        private static final int SHORTEST_V6 = 32;

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.claims()
                    .filter(claim -> isWide(claim.prefix()))
                    .map(claim ->
                            finding(
                                    claim.location(),
                                    claim + " is wider than /" + shortest(claim.prefix()),
                                    "claim only the prefixes that are behind "
                                            + claim.member().name()));
        }

        private static boolean isWide(Prefix prefix) {
            return prefix.length() < shortest(prefix);
        }

        private static int shortest(Prefix prefix) {
            return prefix.family() == Family.V4 ? SHORTEST_V4 : SHORTEST_V6;
        }
    }
}
