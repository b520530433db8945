package dev.wgmesh.zone;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * The names that exist in a zone: those of its records, and every name above one, up to the apex
 * (RFC 4592, section 2.2.2).
 */
final class ExistingNames {
    private final NameTable names;
    private final byte[] apex;
    private final int top;
    private final List<Integer> opaque;
    private final BitSet existing = new BitSet();
    private boolean wildcards;

    /**
     * Creates the names of a zone without records that can be read.
     *
     * @param opaque owner and type of the records whose data cannot be read
     */
    ExistingNames(NameTable names, Name apex, Collection<Question> opaque) {
        this(
                names,
                apex.toWire(),
                names.add(apex),
                opaque.stream().map(question -> names.add(question.owner())).toList());
    }

    private ExistingNames(NameTable names, byte[] apex, int top, List<Integer> opaque) {
        this.names = names;
        this.apex = apex;
        this.top = top;
        this.opaque = opaque;
        opaque.forEach(this::add);
    }

    /** Returns the names of the same zone without records that can be read. */
    ExistingNames ofOpaque() {
        return new ExistingNames(names, apex, top, opaque);
    }

    /** Adds the owner of a record, by its number, if it is in the zone. */
    void add(int owner) {
        if (!existing.get(owner) && names.isAtOrBelow(owner, apex)) {
            for (int name = owner; !existing.get(name); name = parent(name)) {
                existing.set(name);
                wildcards |= names.isWildcard(name);
                if (name == top) {
                    return;
                }
            }
        }
    }

    /** Returns the name above one in the zone; most names of a large zone are below its apex. */
    private int parent(int name) {
        return names.isChildOf(name, apex.length) ? top : names.addParent(name);
    }

    /** Returns whether the name of that number exists; -1: it is in no table of names. */
    boolean contains(int name) {
        return name >= 0 && existing.get(name);
    }

    /** Returns whether a name begins with the label {@code *}. */
    boolean hasWildcards() {
        return wildcards;
    }

    /** Returns their numbers. */
    BitSet numbers() {
        return existing;
    }
}
