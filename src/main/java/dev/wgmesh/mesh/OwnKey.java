package dev.wgmesh.mesh;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.NextKey;
import dev.wgmesh.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The key of this node's interface: that of its record in DNS, or its next key from the published
 * time on. The node switches only to a key that it holds in a file.
 *
 * @param key of the interface after this pass
 * @param privateKey of the same key; empty: this node does not hold it in a file
 * @param switches whether the interface has another one
 * @param switchAt when the key changes next; empty: not known to change
 * @param notices what a person should do about the files
 */
public record OwnKey(
        PublicKey key,
        Optional<PrivateKey> privateKey,
        boolean switches,
        Optional<Instant> switchAt,
        List<Problem> notices) {
    /** Copies. */
    public OwnKey {
        notices = List.copyOf(notices);
    }

    /** Returns the decision; {@code self} has the key that DNS has. */
    static OwnKey of(NodeContext node, AcceptedMember self) {
        return node.self() instanceof SelfSelector.ByKey by
                ? new Decision(node, self, by).decide()
                : stay(self.key(), Optional.empty(), Optional.empty(), List.of());
    }

    private static OwnKey stay(
            PublicKey key,
            Optional<PrivateKey> held,
            Optional<Instant> switchAt,
            List<Problem> notices) {
        return new OwnKey(key, held, false, switchAt, notices);
    }

    private record Decision(NodeContext node, AcceptedMember self, SelfSelector.ByKey by) {
        OwnKey decide() {
            Optional<NextKey> next =
                    NextKey.of(self.published().metadata())
                            .filter(it -> !it.key().equals(self.key()));
            Optional<PublicKey> actual = node.actual().flatMap(DeviceState::key);
            PublicKey wanted = wanted(next, actual);
            Optional<HeldKey> held = held(wanted);
            if (actual.isEmpty()) {
                PublicKey key = held.isPresent() ? wanted : by.key();
                return stay(key, privateKey(key), switchAt(next), List.of());
            }
            PublicKey now = actual.get();
            if (wanted.equals(now)) {
                return stay(now, privateKey(now), switchAt(next), notices(next, now));
            }
            if (held.isEmpty()) {
                return stay(now, privateKey(now), Optional.empty(), List.of(unheld(wanted)));
            }
            // the peers of a key that was not announced are cut off already
            boolean waits = node.options().watch() && isAnnounced(wanted, next);
            if (waits && !KeySwitchClock.isMoment(node.now())) {
                Instant moment = KeySwitchClock.next(node.now(), node.now());
                return stay(now, privateKey(now), Optional.of(moment), List.of());
            }
            return new OwnKey(wanted, held.map(HeldKey::key), true, Optional.empty(), List.of());
        }

        private PublicKey wanted(Optional<NextKey> next, Optional<PublicKey> actual) {
            return next.filter(it ->
                            it.isDue(node.now()) && held(it.key()).isPresent()
                                    || actual.equals(Optional.of(it.key())))
                    .map(NextKey::key)
                    .orElse(self.key());
        }

        private boolean isAnnounced(PublicKey key, Optional<NextKey> next) {
            return next.map(NextKey::key).filter(key::equals).isPresent() || self.announced(key);
        }

        /** Returns when a next key that this node holds is due. */
        private Optional<Instant> switchAt(Optional<NextKey> next) {
            return next.filter(it -> held(it.key()).isPresent())
                    .flatMap(NextKey::from)
                    .filter(from -> from.isAfter(node.now()))
                    .map(from -> KeySwitchClock.next(from, node.now()));
        }

        private List<Problem> notices(Optional<NextKey> next, PublicKey now) {
            if (next.isPresent() && !next.get().key().equals(now)) {
                return held(next.get().key()).isPresent() || by.held().isEmpty()
                        ? List.of()
                        : List.of(unheld(next.get().key()));
            }
            Optional<HeldKey> first = by.held().stream().findFirst();
            Optional<HeldKey> other = held(now).filter(it -> !first.equals(Optional.of(it)));
            return next.isPresent() || other.isEmpty() || first.isEmpty()
                    ? List.of()
                    : List.of(
                            new Problem(
                                    first.get().file(),
                                    "holds the key before the rotation; the key in force is in "
                                            + other.get().file(),
                                    "mv " + other.get().file() + " " + first.get().file()));
        }

        private Problem unheld(PublicKey key) {
            return new Problem(
                    self.name().text(),
                    "is this node, and its next key " + key + " is in no key file here",
                    "store its private key beside the file of --key: NAME.next.key for NAME.key");
        }

        private Optional<HeldKey> held(PublicKey key) {
            return by.held().stream().filter(it -> it.publicKey().equals(key)).findFirst();
        }

        private Optional<PrivateKey> privateKey(PublicKey key) {
            return held(key).map(HeldKey::key);
        }
    }
}
