package dev.wgmesh.validate.rule;

import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
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
import dev.wgmesh.zone.KeyValueResult.PrefixRecord;
import dev.wgmesh.zone.ListRecords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules about the claims that policies allow. */
final class PolicyLimitRules {
    /** Lengths of the pools that are proposed, the narrowest first. */
    private static final Map<Family, List<Integer>> LENGTHS =
            Map.of(Family.V4, List.of(24, 20, 16), Family.V6, List.of(64, 48));

    private PolicyLimitRules() {}

    static List<Rule> all() {
        return List.of(new A015NetOverPool(), new P001NoPolicy(), new P002WidePolicy());
    }

    /** A mesh whose members may claim what they like. */
    static final class P001NoPolicy implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "P001",
                    Level.WARNING,
                    "no policy limits what members may claim",
                    "Whoever can write the records of one member decides which private addresses "
                            + "every node sends to that member.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(tree -> check(tree).stream());
        }

        private Optional<Finding> check(MeshTree tree) {
            int free =
                    tree.membersByList()
                            .filter(listed -> isFree(listed.list()))
                            .mapToInt(listed -> listed.members().size())
                            .sum();
            return free == 0
                    ? Optional.empty()
                    : Optional.of(
                            finding(
                                    FindingLocation.of(tree.lists().getFirst()),
                                    "no policy limits what %s of %s may claim"
                                            .formatted(
                                                    free == 1 ? "1 member" : free + " members",
                                                    tree.name()),
                                    fix(tree)));
        }

        /** Returns whether no policy limits its members; false where a policy is unreadable. */
        private static boolean isFree(ListRecords list) {
            return list.policies()
                    .filter(policies -> policies.stream().noneMatch(Policy::bindsClaims))
                    .isPresent();
        }

        private static String fix(MeshTree tree) {
            String pools =
                    Stream.of(Family.V4, Family.V6)
                            .flatMap(family -> commonPool(tree, family).stream())
                            .map(pool -> " --pool " + pool)
                            .collect(Collectors.joining());
            return "the owner of the mesh names its pools: wg-mesh set-policy "
                    + tree.name()
                    + (pools.isEmpty() ? " --pool CIDR" : pools);
        }

        /**
         * Returns the narrowest private prefix in which every member has an address. One member
         * alone cannot choose it; empty: the addresses of the members say nothing about a pool.
         */
        private static Optional<Prefix> commonPool(MeshTree tree, Family family) {
            List<ClaimRecord> addresses =
                    tree.claims().stream()
                            .filter(ClaimRecord::isAddress)
                            .filter(claim -> claim.prefix().family() == family)
                            .toList();
            return LENGTHS.getOrDefault(family, List.of()).stream()
                    .flatMap(length -> shared(tree, addresses, length).stream())
                    .findFirst();
        }

        private static Optional<Prefix> shared(
                MeshTree tree, List<ClaimRecord> addresses, int length) {
            var members = new HashMap<Prefix, Set<HostName>>();
            for (ClaimRecord claim : addresses) {
                Prefix around = Prefix.containing(claim.prefix().network(), length);
                members.computeIfAbsent(around, _ -> new HashSet<>()).add(claim.member().name());
            }
            return members.entrySet().stream()
                    .filter(entry -> entry.getValue().size() == tree.members().size())
                    .map(Map.Entry::getKey)
                    .filter(prefix -> prefix.scope() == AddressScope.PRIVATE)
                    .min(Prefix::compareTo);
        }
    }

    /** A prefix that a policy allows and no member claims. */
    static final class P002WidePolicy implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "P002",
                    Level.NOTICE,
                    "policy allows a prefix that no member claims",
                    "Whoever can write the records of one member can take that prefix from every "
                            + "node. A warning for public addresses.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            NavigableSet<Prefix> claims =
                    tree.claims().stream()
                            .map(ClaimRecord::prefix)
                            .collect(Collectors.toCollection(TreeSet::new));
            return tree.lists().stream()
                    .flatMap(list ->
                            list.pairs().found().stream()
                                    .flatMap(pairs -> pairs.prefixes().stream())
                                    .filter(pair -> pair.key().equals("allow"))
                                    .filter(pair -> within(claims, pair.prefix()).isEmpty())
                                    .map(pair -> finding(list, pair)));
        }

        /** Returns the claims that begin in the range and are no wider. */
        private static NavigableSet<Prefix> within(NavigableSet<Prefix> claims, Prefix range) {
            return claims.subSet(range, true, range.lastAddress().asPrefix(), true);
        }

        private Finding finding(ListRecords list, PrefixRecord pair) {
            Finding found =
                    finding(
                            FindingLocation.of(pair.record()),
                            list.name() + " allows " + pair.prefix() + ", and no member claims it",
                            "if no member is to have it, remove allow="
                                    + pair.prefix()
                                    + " from _policy."
                                    + list.name());
            return pair.prefix().scope() == AddressScope.PRIVATE
                    ? found
                    : found.withLevel(Level.WARNING);
        }
    }

    /** A network behind a member that shares addresses with a pool. */
    static final class A015NetOverPool implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "A015",
                    Level.ERROR,
                    "net= over a pool",
                    "Members get their addresses from the pool: a network there would take those "
                            + "addresses, and every node refuses the network.",
                    "docs/records.md");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.meshes().stream().flatMap(this::check);
        }

        private Stream<Finding> check(MeshTree tree) {
            PrefixIndex<Prefix> pools = tree.pools();
            return tree.members().values().stream()
                    .flatMap(member ->
                            member.records().pairs().found().stream()
                                    .flatMap(pairs -> pairs.prefixes().stream())
                                    .filter(pair -> pair.key().equals("net"))
                                    .flatMap(pair ->
                                            pools.first(pair.prefix(), _ -> true).stream()
                                                    .map(pool -> finding(member, pair, pool))));
        }

        private Finding finding(ListedMember member, PrefixRecord net, Prefix pool) {
            return finding(
                    FindingLocation.of(net.record()).withMember(member.name()),
                    "the net "
                            + net.prefix()
                            + " of "
                            + member.name()
                            + " overlaps the pool "
                            + pool,
                    "remove net="
                            + net.prefix()
                            + ", or give the network behind it other addresses");
        }
    }
}
