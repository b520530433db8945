package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * An owner name and a type, which identify an RRset and a lookup. Names compare without case (RFC
 * 4343); ordered as RFC 4034 section 6.1 orders names, then by type.
 *
 * @param owner absolute
 * @param type one of {@link Type}
 */
public record Question(Name owner, int type) implements Comparable<Question> {
    /** The most aliases (CNAME) followed for one question. */
    public static final int MAX_ALIASES = 8;

    /** Rejects a relative name. */
    public Question {
        if (!owner.isAbsolute()) {
            throw new IllegalArgumentException("relative name " + owner);
        }
    }

    /** Returns the question of a type at a name written with or without trailing dot. */
    public static Question of(String owner, int type) {
        return new Question(name(owner), type);
    }

    /** Returns the absolute name of {@code text}; throws IllegalArgumentException if invalid. */
    public static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException(text + ": " + e.getMessage(), e);
        }
    }

    /** Returns the DNS name of a host. */
    public static Name name(HostName host) {
        return name(host.text());
    }

    /** Returns the DNS name of a mesh. */
    public static Name name(MeshName mesh) {
        return name(mesh.text());
    }

    /** Returns the entry of a message's question section, of class IN. */
    public Record dnsRecord() {
        return Record.newRecord(owner, type, DClass.IN);
    }

    /** Returns whether owner and type are the same. Spelled out, as it is called most of all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Question question
                        && type == question.type
                        && owner.equals(question.owner);
    }

    @Override
    public int hashCode() {
        return 31 * owner.hashCode() + type;
    }

    @Override
    public int compareTo(Question other) {
        int byName = owner.compareTo(other.owner);
        return byName != 0 ? byName : Integer.compare(type, other.type);
    }

    /** Returns owner and type: {@code _wireguard.node-a.example.com TXT}. */
    @Override
    public String toString() {
        return owner.toString(true) + " " + Type.string(type);
    }
}
