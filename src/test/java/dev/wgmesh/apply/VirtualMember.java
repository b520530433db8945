package dev.wgmesh.apply;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A member of a {@link VirtualMesh}: what it is, and what its records say. */
final class VirtualMember {
    private final String letter;
    private final boolean behindNat;
    private final Set<Prefix> addresses;
    private final Set<PublicKey> everyKey = new TreeSet<>();
    private PublicKey key;
    private Optional<PublicKey> next = Optional.empty();
    private Instant switchAt = Instant.MAX;
    private Endpoint endpoint;
    private Endpoint published;
    private Instant talksUntil = Instant.MIN;
    private boolean listed = true;
    private boolean alive = true;

    VirtualMember(String letter, PublicKey key, boolean behindNat, int place) {
        this.letter = letter;
        this.key = key;
        this.everyKey.add(key);
        this.behindNat = behindNat;
        this.addresses =
                Set.of(
                        Prefix.of("10.0.0." + number() + "/32"),
                        Prefix.of("fd00::" + number() + "/128"));
        this.endpoint = new Endpoint(address(place), 51820);
        this.published = endpoint;
    }

    /** No two members have the same. */
    private IpAddress address(int place) {
        return IpAddress.of("198.51." + (100 + number()) + "." + place);
    }

    String letter() {
        return letter;
    }

    boolean behindNat() {
        return behindNat;
    }

    boolean listed() {
        return listed;
    }

    void list(boolean yes) {
        listed = yes;
    }

    boolean alive() {
        return alive;
    }

    void live(boolean yes) {
        alive = yes;
    }

    /** Returns where it is, as others see it. */
    Endpoint endpoint() {
        return endpoint;
    }

    /** Returns whether packets to that endpoint reach it. */
    boolean isAt(Optional<Endpoint> used) {
        return used.isPresent() && used.get().equals(endpoint);
    }

    /** Has traffic with the node, until that time. */
    void talk(Instant until) {
        talksUntil = until;
    }

    boolean talks(Instant now) {
        return now.isBefore(talksUntil);
    }

    /** Gets another address, or another mapping of its NAT. */
    void move(int place, int port) {
        endpoint = new Endpoint(address(place), behindNat ? port : 51820);
    }

    /** Its records say where it is. */
    void tell() {
        published = endpoint;
    }

    /** Returns the key that it uses. */
    PublicKey key(Instant now) {
        return next.isPresent() && !now.isBefore(switchAt) ? next.get() : key;
    }

    /** Returns the keys that its records have. */
    List<PublicKey> keys() {
        return Stream.concat(Stream.of(key), next.stream()).toList();
    }

    /** Returns the keys that it has or had, one that was withdrawn included. */
    Set<PublicKey> everyKey() {
        return everyKey;
    }

    boolean rotates() {
        return next.isPresent();
    }

    void announce(PublicKey other, Instant at) {
        next = Optional.of(other);
        everyKey.add(other);
        switchAt = at;
    }

    /** The next key becomes the key of its record, or is withdrawn. */
    void endRotation(boolean committed) {
        key = committed ? next.orElseThrow() : key;
        next = Optional.empty();
        switchAt = Instant.MAX;
    }

    private int number() {
        return letter.charAt(0) - 'a' + 1;
    }

    /** Returns its mesh addresses. */
    Set<Prefix> addresses() {
        return addresses;
    }

    String records() {
        String records =
                """
                _p2p TXT "%1$s.example.com"
                _wireguard.%1$s TXT "%2$s"
                _wireguard.%1$s A 10.0.0.%3$d
                _wireguard.%1$s AAAA fd00::%3$d
                """
                        .formatted(letter, key, number());
        String where =
                behindNat
                        ? letter.equals("h") ? "" : "_meta._wireguard." + letter + " TXT nat=yes\n"
                        : letter + " A " + published.address() + "\n";
        return records + where + next.map(it -> nextKey(letter, it, switchAt)).orElse("");
    }

    static String nextKey(String letter, PublicKey key, Instant from) {
        return """
        _meta._wireguard.%1$s TXT "next-key=%2$s"
        _meta._wireguard.%1$s TXT "next-key-from=%3$s"
        """
                .formatted(letter, key, from);
    }
}
