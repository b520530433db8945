package dev.wgmesh.zone;

import java.util.Optional;
import org.xbill.DNS.Name;

/** What an entry of a zone file inherits from the directives and entries before it. */
final class EntryContext {
    private static final String NO_OWNER = "no line before has an owner name";

    private Optional<Name> origin;
    private long defaultTtl = -1;
    private long lastTtl = -1;
    private Optional<Name> owner = Optional.empty();
    private String ownerText = "";
    private String noOwner = NO_OWNER;
    private boolean inherited;

    /** Creates the context at the beginning of a zone. */
    EntryContext(Optional<Name> origin) {
        this.origin = origin;
    }

    /**
     * Returns the context at the beginning of an included file: as in BIND, it inherits the owner
     * and the TTLs.
     */
    EntryContext included(Optional<Name> itsOrigin) {
        var child = new EntryContext(itsOrigin);
        child.defaultTtl = defaultTtl;
        child.lastTtl = lastTtl;
        child.owner = owner;
        child.noOwner = noOwner;
        return child;
    }

    /**
     * Continues after an included file: its TTLs apply further (RFC 2308, section 4), its origin
     * and owner do not (RFC 1035, section 5.1).
     */
    void continueAfter(EntryContext child) {
        defaultTtl = child.defaultTtl;
        lastTtl = child.lastTtl;
    }

    /** Returns whether two names are the same to the letter: equal names may differ in case. */
    static boolean isSpelledAlike(Optional<Name> one, Optional<Name> other) {
        return one.map(Name::toString).equals(other.map(Name::toString));
    }

    /** Returns a copy. */
    EntryContext copy() {
        var copy = new EntryContext(origin);
        copy.set(this);
        return copy;
    }

    /** Takes over everything from another context. */
    void set(EntryContext other) {
        origin = other.origin;
        defaultTtl = other.defaultTtl;
        lastTtl = other.lastTtl;
        owner = other.owner;
        ownerText = other.ownerText;
        noOwner = other.noOwner;
    }

    /** Returns whether any entry reads the same in both, with the case of names. */
    boolean isSame(EntryContext other) {
        return defaultTtl == other.defaultTtl
                && lastTtl == other.lastTtl
                && isSpelledAlike(origin, other.origin)
                && isSpelledAlike(owner, other.owner);
    }

    Optional<Name> origin() {
        return origin;
    }

    void setOrigin(Name name) {
        origin = Optional.of(name);
        ownerText = "";
    }

    /** Returns the value of the last {@code $TTL}, in seconds; -1: none. */
    long defaultTtl() {
        return defaultTtl;
    }

    void setDefaultTtl(long seconds) {
        defaultTtl = seconds;
    }

    /** Returns the TTL of the record before, in seconds; -1: none. */
    long lastTtl() {
        return lastTtl;
    }

    void setLastTtl(long seconds) {
        lastTtl = seconds;
    }

    /** Returns the last owner; empty where unknown. */
    Optional<Name> owner() {
        return owner;
    }

    /** Returns whether the last owner was written with that text, below the same origin. */
    boolean isOwnerText(String text) {
        return owner.isPresent() && text.equals(ownerText);
    }

    void setOwner(Name name, String text) {
        owner = Optional.of(name);
        ownerText = text;
    }

    /** Forgets the owner: the line with it has a syntax error. */
    void forgetOwner() {
        owner = Optional.empty();
        noOwner = "the owner name is unknown: the line with the owner name has a syntax error";
    }

    /** Notes that an entry of the file inherits its owner. */
    void inheritOwner() {
        inherited = true;
    }

    /** Returns whether an entry of the file so far inherits its owner. */
    boolean hasInheritedOwner() {
        return inherited;
    }

    /** Returns why the owner is unknown. */
    String noOwner() {
        return noOwner;
    }
}
