package dev.wgmesh.mesh;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.SortedList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the members of a mesh can reach each other, decided from DNS alone. Both ends of a pair come
 * to the same answer, so they choose the same relay.
 *
 * <table><caption>The first row that fits decides</caption>
 * <tr><td>LAN</td><td>both may be on one local network</td></tr>
 * <tr><td>PUBLIC</td><td>one has a public endpoint in a family that the other can send</td></tr>
 * <tr><td>OBSERVED</td><td>neither is behind a symmetric NAT, and each can learn the endpoint of
 * the other: from an observer that both reach, or both are published</td></tr>
 * <tr><td>RELAY</td><td>a relay has a public endpoint for both</td></tr>
 * <tr><td>NONE</td><td>nothing of that: no packet of one arrives at the other</td></tr>
 * </table>
 *
 * It takes time and memory for each member, not for each pair: members with equal {@link
 * MemberContact.Profile}s are decided together.
 */
public final class Reachability {
    private final Map<HostName, MemberContact> members = new LinkedHashMap<>();
    private final Map<MemberContact.Profile, List<MemberContact>> profiles = new LinkedHashMap<>();
    private final List<MemberContact> relays;
    private final Set<MemberContact.Profile> observers;
    private final Map<ProfilePair, Verdict> verdicts = new HashMap<>();

    private record ProfilePair(MemberContact.Profile one, MemberContact.Profile other) {}

    /** What holds for all pairs of two profiles that are not neighbours. */
    private record Verdict(PairCause cause, List<HostName> relays, String fix) {
        boolean isReachable() {
            return isDirect() || !relays.isEmpty();
        }

        boolean isDirect() {
            return cause.kind() != Kind.NONE;
        }
    }

    /** How two members reach each other. */
    public enum Kind {
        /** Directly, on one local network. */
        LAN,
        /** Directly, at a public endpoint of one of them. */
        PUBLIC,
        /** Directly, at endpoints that others observed. */
        OBSERVED,
        /** Through a relay. */
        RELAY,
        /** Not at all. */
        NONE
    }

    /**
     * The path of a pair.
     *
     * @param relay the member that passes their packets on; only with RELAY
     * @param reason in words, the end of a sentence
     * @param fix what makes the pair reach each other; empty text unless NONE
     */
    public record Pair(Kind kind, Optional<HostName> relay, String reason, String fix) {}

    private Reachability(List<MemberContact> contacts) {
        List<MemberContact> sorted = SortedList.copyOf(contacts, MemberContact::name);
        for (MemberContact contact : sorted) {
            members.put(contact.name(), contact);
            profiles.computeIfAbsent(contact.profile(), _ -> new ArrayList<>()).add(contact);
        }
        this.relays =
                sorted.stream()
                        .filter(c -> c.services().relays() && !c.profile().reachable().isEmpty())
                        .limit(RelayChoice.MAX_RELAYS)
                        .toList();
        this.observers =
                sorted.stream()
                        .filter(c -> c.services().observes() && !c.profile().reachable().isEmpty())
                        .map(MemberContact::profile)
                        .collect(Collectors.toSet());
    }

    /** Returns the reachability of all pairs of the members. */
    public static Reachability of(List<MemberContact> members) {
        return new Reachability(members);
    }

    /**
     * Returns how two different members reach each other; the same in both orders.
     *
     * @throws IllegalArgumentException for a name that is not a member
     */
    public Pair between(HostName one, HostName other) {
        MemberContact a = contact(one);
        MemberContact b = contact(other);
        if (a.isNeighbour(b)) {
            return new Pair(Kind.LAN, Optional.empty(), "on one local network", "");
        }
        Verdict verdict = verdict(a.profile(), b.profile());
        PairCause cause = verdict.cause();
        if (cause.kind() != Kind.NONE) {
            return new Pair(cause.kind(), Optional.empty(), cause.reason(), "");
        }
        Optional<HostName> relay = RelayChoice.of(one, other, verdict.relays());
        return relay.isPresent()
                ? new Pair(Kind.RELAY, relay, cause.reason(), "")
                : new Pair(Kind.NONE, relay, cause.withoutRelay(), verdict.fix());
    }

    /** Returns whether a member that others can reach passes packets on. */
    public boolean hasRelays() {
        return !relays.isEmpty();
    }

    /** Returns the members that cannot reach each other; empty: every pair can. */
    public List<UnreachableGroup> unreachable() {
        var groups = new ArrayList<UnreachableGroup>();
        List<MemberContact.Profile> all = List.copyOf(profiles.keySet());
        for (int i = 0; i < all.size(); i++) {
            for (int j = i; j < all.size(); j++) {
                MemberContact.Profile one = all.get(i);
                MemberContact.Profile other = all.get(j);
                Verdict verdict = verdict(one, other);
                if (!verdict.isReachable() && !Neighbours.areAll(having(one), having(other))) {
                    groups.add(group(having(one), having(other), verdict));
                }
            }
        }
        return groups;
    }

    /**
     * Returns the members that one member cannot reach, in groups; empty: it reaches all.
     *
     * @param families that it sends in, as the member itself knows
     * @param reached members that are reached all the same, as the interface shows
     * @param fix what makes DNS say in which families it sends
     * @throws IllegalArgumentException for a name that is not a member
     */
    public List<UnreachableGroup> unreachableFrom(
            HostName name, Set<Family> families, Set<HostName> reached, String fix) {
        MemberContact self = contact(name);
        MemberContact.Profile actual = self.profile().limitedTo(families);
        Verdict unknown = new Verdict(PairCause.FAMILY_NOT_PUBLISHED, List.of(), fix);
        var groups = new ArrayList<UnreachableGroup>();
        profiles.forEach((profile, contacts) -> {
            Verdict published = verdict(self.profile(), profile);
            Verdict now = verdict(actual, profile);
            if (published.isDirect() && now.isDirect()) {
                return;
            }
            List<MemberContact> others =
                    contacts.stream()
                            .filter(c ->
                                    !c.name().equals(name)
                                            && !c.isNeighbour(self)
                                            && !reached.contains(c.name())
                                            && !arrives(published, now, name, c.name()))
                            .toList();
            if (!others.isEmpty()) {
                Verdict verdict = published.isReachable() ? unknown : published;
                groups.add(group(List.of(self), others, verdict));
            }
        });
        return groups;
    }

    /**
     * Returns the sets of members that reach each other, directly, through a relay, or because both
     * reach a third one: the largest first. More than one: no member of one set reaches any of
     * another.
     */
    public List<NavigableSet<HostName>> connectedSets() {
        var sets = new ConnectedSets();
        var firsts = new HashMap<String, HostName>();
        for (MemberContact member : members.values()) {
            sets.add(member.name());
            for (String network : member.networks()) {
                sets.join(firsts.computeIfAbsent(network, _ -> member.name()), member.name());
            }
        }
        List<MemberContact.Profile> all = List.copyOf(profiles.keySet());
        for (int i = 0; i < all.size(); i++) {
            List<MemberContact> one = having(all.get(i));
            if (one.size() > 1 && verdict(all.get(i), all.get(i)).isReachable()) {
                one.forEach(contact -> sets.join(one.getFirst().name(), contact.name()));
            }
            for (int j = i + 1; j < all.size(); j++) {
                if (verdict(all.get(i), all.get(j)).isReachable()) {
                    HostName first = one.getFirst().name();
                    one.forEach(contact -> sets.join(first, contact.name()));
                    having(all.get(j)).forEach(contact -> sets.join(first, contact.name()));
                }
            }
        }
        return sets.largestFirst();
    }

    /** Returns whether the path that DNS decides on works as the families of one end are. */
    private static boolean arrives(Verdict published, Verdict now, HostName one, HostName other) {
        if (published.isDirect()) {
            return now.isDirect();
        }
        return now.relays().equals(published.relays())
                ? published.isReachable()
                : RelayChoice.of(one, other, published.relays())
                        .filter(relay -> now.isDirect() || now.relays().contains(relay))
                        .isPresent();
    }

    private static UnreachableGroup group(
            List<MemberContact> one, List<MemberContact> other, Verdict verdict) {
        return new UnreachableGroup(
                one.stream().map(MemberContact::name).toList(),
                one.getFirst().profile().text(),
                other.stream().map(MemberContact::name).toList(),
                other.getFirst().profile().text(),
                Neighbours.areAny(one, other),
                verdict.cause().withoutRelay(),
                verdict.fix());
    }

    private List<MemberContact> having(MemberContact.Profile profile) {
        return profiles.getOrDefault(profile, List.of());
    }

    private MemberContact contact(HostName name) {
        return Optional.ofNullable(members.get(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is not a member"));
    }

    private Verdict verdict(MemberContact.Profile a, MemberContact.Profile b) {
        return verdicts.computeIfAbsent(
                new ProfilePair(a, b),
                _ -> {
                    PairCause cause = cause(a, b);
                    boolean direct = cause.kind() != Kind.NONE;
                    List<HostName> usable = direct ? List.of() : relaysOf(a, b);
                    String fix = direct || !usable.isEmpty() ? "" : fix(cause, a, b);
                    return new Verdict(cause, usable, fix);
                });
    }

    /** Returns why members of the two profiles that are not neighbours do, or do not, meet. */
    private PairCause cause(MemberContact.Profile a, MemberContact.Profile b) {
        if (a.isReachableFrom(b) || b.isReachableFrom(a)) {
            return PairCause.PUBLIC;
        }
        if (a.sends().stream().noneMatch(b.sends()::contains)) {
            return PairCause.NO_COMMON_FAMILY;
        }
        if (a.isHard() || b.isHard()) {
            return PairCause.SYMMETRIC_NAT;
        }
        boolean published = a.observed().stream().anyMatch(b.observed()::contains);
        return published || observers.stream().anyMatch(o -> isReachableFromBoth(o, a, b))
                ? PairCause.OBSERVED
                : PairCause.NO_OBSERVER;
    }

    private String fix(PairCause cause, MemberContact.Profile a, MemberContact.Profile b) {
        // the first member by name: profiles are in the order of their first members
        return profiles.entrySet().stream()
                .filter(entry -> isReachableFromBoth(entry.getKey(), a, b))
                .findFirst()
                .map(entry ->
                        "wg-mesh set " + entry.getValue().getFirst().name() + " " + cause.option())
                .orElse(
                        "publish a public endpoint of a member that both reach: wg-mesh set HOST"
                                + " --endpoint ADDRESS "
                                + cause.option());
    }

    private List<HostName> relaysOf(MemberContact.Profile a, MemberContact.Profile b) {
        return relays.stream()
                .filter(relay -> isReachableFromBoth(relay.profile(), a, b))
                .map(MemberContact::name)
                .toList();
    }

    private static boolean isReachableFromBoth(
            MemberContact.Profile helper, MemberContact.Profile a, MemberContact.Profile b) {
        return helper.isReachableFrom(a) && helper.isReachableFrom(b);
    }
}
