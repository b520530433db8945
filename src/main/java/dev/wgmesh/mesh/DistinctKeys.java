package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives each key that several members publish to one of them, or to none. */
final class DistinctKeys {
    /** Members that a message names at most. */
    private static final int NAMED = 5;

    private final AcceptedMember me;
    private final Set<PublicKey> mine;
    private final KeyOwners owners;
    private final Consumer<Problem> problems;

    /**
     * Takes this node.
     *
     * @param mine the keys that no other member can have
     * @param problems receives each member whose key is not its own
     */
    DistinctKeys(
            AcceptedMember me, Set<PublicKey> mine, KeyOwners owners, Consumer<Problem> problems) {
        this.me = me;
        this.mine = mine;
        this.owners = owners;
        this.problems = problems;
    }

    /** Returns all members but this node, each with a key of its own. */
    List<AcceptedMember> of(List<AcceptedMember> all) {
        var byKey = new ValuesByKey<PublicKey, AcceptedMember>(all.size());
        for (AcceptedMember member : all) {
            if (!member.name().equals(me.name())) {
                byKey.add(member.key(), member);
            }
        }
        var peers = new ArrayList<AcceptedMember>(all.size());
        Map<PublicKey, List<AcceptedMember>> announcers = announcers(all);
        byKey.forEach((key, members) -> {
            List<AcceptedMember> announcing = announcers.getOrDefault(key, List.of());
            List<AcceptedMember> rivals =
                    announcing.isEmpty()
                            ? members
                            : Stream.concat(members.stream(), announcing.stream()).toList();
            Optional<HostName> owner =
                    mine.contains(key) ? Optional.of(me.name()) : owners.of(key, rivals);
            for (AcceptedMember member : members) {
                if (owner.isPresent() && owner.get().equals(member.name())) {
                    peers.add(member);
                } else {
                    problems.accept(duplicateKey(member, owner, members));
                    member.known()
                            .filter(k -> !mine.contains(k.key()))
                            .filter(k -> !byKey.contains(k.key()))
                            .map(AcceptedMember::ofKnown)
                            .ifPresent(peers::add);
                }
            }
        });
        return peers;
    }

    /** Returns the members that announced a next-key and have another key still, by next-key. */
    private Map<PublicKey, List<AcceptedMember>> announcers(List<AcceptedMember> all) {
        var announcers = new TreeMap<PublicKey, List<AcceptedMember>>();
        for (AcceptedMember member : all) {
            Optional<PublicKey> next = member.published().metadata().nextKey();
            if (next.isPresent()
                    && member.announced(next.get())
                    && !member.name().equals(me.name())
                    && !next.get().equals(member.key())) {
                announcers.computeIfAbsent(next.get(), _ -> new ArrayList<>()).add(member);
            }
        }
        return announcers;
    }

    private static Problem duplicateKey(
            AcceptedMember member, Optional<HostName> owner, List<AcceptedMember> holders) {
        String what =
                owner.map(name -> "has the key of " + name + " and is ignored")
                        .orElseGet(() ->
                                "has the same key as "
                                        + others(member, holders)
                                        + ": all of them are ignored");
        return new Problem(
                RecordFormat.WIREGUARD + "." + member.name() + " TXT",
                what,
                "create a new key: wg-mesh keygen --out " + member.name() + ".key");
    }

    private static String others(AcceptedMember member, List<AcceptedMember> holders) {
        return holders.stream()
                .map(AcceptedMember::name)
                .filter(name -> !name.equals(member.name()))
                .map(HostName::text)
                .limit(NAMED)
                .collect(Collectors.joining(", "));
    }
}
