package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Rule;
import java.util.Comparator;
import java.util.List;

/** Every rule. A new rule is a nested class in the file of its subject, and an entry there. */
final class Rules {
    /** The first letters of the ids, in the order in which rules are listed. */
    private static final String LETTERS = "ZMPKARDSL";

    private Rules() {}

    /** Returns the rules of each subject. */
    static List<RuleGroup> groups() {
        return List.of(
                new RuleGroup("Zone files", SyntaxRules.all()),
                new RuleGroup("Entries of a member list", ListEntryRules.all()),
                new RuleGroup("Records of a member", MemberRecordRules.all()),
                new RuleGroup("Lists and sub-lists", MeshRules.all()),
                new RuleGroup("Policies, metadata and revisions", PolicyRules.all()),
                new RuleGroup("Claims that policies allow", PolicyLimitRules.all()),
                new RuleGroup("Format of keys", KeyFormatRules.all()),
                new RuleGroup("Use of keys", KeyUseRules.all()),
                new RuleGroup("Mesh addresses and nets", AddressRules.all()),
                new RuleGroup("Limits of the format", LimitRules.all()),
                new RuleGroup("Endpoints and address families", ReachabilityRules.all()),
                new RuleGroup("Endpoint records", EndpointRules.all()),
                new RuleGroup("Endpoints of two members", SharedEndpointRules.all()),
                new RuleGroup("Pairs of members", PairRules.all()),
                new RuleGroup("Pools", PoolRules.all()),
                new RuleGroup("Pools that overlap", PoolOverlapRules.all()),
                new RuleGroup("RRsets", RRsetRules.all()),
                new RuleGroup("Sizes of RRsets", RRsetSizeRules.all()),
                new RuleGroup("Aliases", AliasRules.all()),
                new RuleGroup("Delegations", DelegationRules.all()),
                new RuleGroup("Zones", ZoneRules.all()),
                new RuleGroup("Signatures", SignatureRules.all()),
                new RuleGroup("Signatures of members", LockRules.all()));
    }

    /** Returns every rule, by the letter and number of its id. */
    static List<Rule> all() {
        return groups().stream()
                .flatMap(group -> group.rules().stream())
                .sorted(
                        Comparator.<Rule>comparingInt(r -> LETTERS.indexOf(r.info().id().charAt(0)))
                                .thenComparing(r -> r.info().id()))
                .toList();
    }
}
