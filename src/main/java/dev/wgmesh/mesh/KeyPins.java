package dev.wgmesh.mesh;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which key of a member counts where DNS has another one than before. A key that the member
 * announced as its {@code next-key} counts. Any other is reported until {@code wg-mesh trust}; with
 * {@code --pin} the key before it counts until then.
 */
final class KeyPins {
    /** The greatest number of keys of former members that are remembered. */
    private static final int MAX_FORMER = 1000;

    private final NodeContext node;
    private final boolean pin;
    private final Map<HostName, KeyChange> before = new HashMap<>();
    private final List<KeyChange> changes = new ArrayList<>();

    KeyPins(NodeContext node) {
        this.node = node;
        this.pin = node.options().pin();
        node.state().keyChanges().forEach(change -> before.put(change.host(), change));
    }

    /**
     * Returns the member with the key that counts.
     *
     * @param isRead whether the member's key is from DNS, not from the state
     */
    AcceptedMember accept(AcceptedMember member, boolean isRead) {
        Optional<KeyChange> earlier = Optional.ofNullable(before.get(member.name()));
        if (!isRead) {
            earlier.ifPresent(changes::add);
            return earlier.filter(_ -> pin)
                    .map(change -> withKey(member, change.trusted()))
                    .orElse(member);
        }
        PublicKey read = member.key();
        Optional<PublicKey> trusted =
                earlier.isPresent()
                        ? Optional.of(earlier.get().trusted())
                        : member.known().map(KnownMember::key);
        if (trusted.isEmpty() || trusted.get().equals(read)) {
            return member;
        }
        if (earlier.isEmpty() && member.announced(read)) {
            return member;
        }
        var change =
                earlier.filter(it -> it.published().equals(read))
                        .orElseGet(() ->
                                new KeyChange(member.name(), trusted.get(), read, node.now()));
        changes.add(change);
        return pin ? withKey(member, change.trusted()) : member;
    }

    /** Returns the members whose key in DNS does not count; none without {@code --pin}. */
    Set<HostName> pinned() {
        return pin
                ? changes.stream()
                        .filter(change -> !change.isTrusted())
                        .map(KeyChange::host)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static AcceptedMember withKey(AcceptedMember member, PublicKey key) {
        return new AcceptedMember(
                member.name(), member.list(), key, member.published(), member.known());
    }

    /**
     * Returns the changes to remember: of the members, and with {@code --pin} the keys of those
     * that left, so that leaving for a moment brings no other key. Beyond 1,000 of these, the
     * oldest stay.
     */
    List<KeyChange> toKeep(Collection<AcceptedMember> members, Collection<KnownMember> left) {
        var kept = new ArrayList<>(changes);
        if (!pin) {
            return kept;
        }
        Set<HostName> decided = new HashSet<>();
        members.forEach(member -> decided.add(member.name()));
        changes.forEach(change -> decided.add(change.host()));
        var former = new ArrayList<KeyChange>();
        node.state().keyChanges().stream()
                .filter(change -> decided.add(change.host()))
                .forEach(former::add);
        for (KnownMember member : left) {
            if (decided.add(member.name())) {
                former.add(new KeyChange(member.name(), member.key(), member.key(), node.now()));
            }
        }
        former.stream()
                .sorted((a, b) -> a.since().compareTo(b.since()))
                .limit(MAX_FORMER)
                .forEach(kept::add);
        return kept;
    }

    /** Returns a problem for each key that changed and is not trusted. */
    List<Problem> problems() {
        return changes.stream().filter(change -> !change.isTrusted()).map(this::problem).toList();
    }

    private Problem problem(KeyChange change) {
        return new Problem(
                RecordFormat.WIREGUARD + "." + change.host() + " TXT",
                "changed from "
                        + change.trusted()
                        + " to "
                        + change.published()
                        + " without a next-key (first read at "
                        + change.since()
                        + ")"
                        + (pin ? ": the peer keeps the key before" : ""),
                "if the owner of the host confirms the new key, trust it: wg-mesh trust "
                        + change.host());
    }
}
