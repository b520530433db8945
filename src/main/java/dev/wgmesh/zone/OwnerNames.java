package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/** The owner names of a mesh's records. */
public final class OwnerNames {
    private static final Name WIREGUARD = prefix(RecordFormat.WIREGUARD);
    private static final Name SERVICE = prefix(RecordFormat.WIREGUARD + "." + RecordFormat.UDP);
    private static final Name REFLEXIVE =
            prefix(RecordFormat.REFLEXIVE + "." + RecordFormat.WIREGUARD);
    private static final Name REFLEXIVE_TARGET = prefix(RecordFormat.REFLEXIVE_TARGET);
    private static final Name META = prefix(RecordFormat.META + "." + RecordFormat.WIREGUARD);
    private static final Name SIGNATURE =
            prefix(RecordFormat.SIGNATURE + "." + RecordFormat.WIREGUARD);

    /** Maximum characters of a host name, so that the owner names of its records fit. */
    public static final int MAX_HOST = 253 - REFLEXIVE.toString().length() - 1;

    private OwnerNames() {}

    private static Name prefix(String labels) {
        return Name.fromConstantString(labels);
    }

    /** Returns the name of labels below a name; throws IllegalArgumentException if too long. */
    static Name below(Name labels, Name host) {
        try {
            return Name.concatenate(labels, host);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException(labels + "." + host + ": " + e.getMessage(), e);
        }
    }

    /** Returns {@code _wireguard.HOST}: its key and mesh addresses. */
    public static Name wireguard(HostName host) {
        return wireguard(Question.name(host));
    }

    /** Returns {@code _wireguard.HOST} for a DNS name. */
    public static Name wireguard(Name host) {
        return below(WIREGUARD, host);
    }

    /** Returns {@code _wireguard._udp.HOST}: its endpoint's port and name (RFC 2782). */
    public static Name service(HostName host) {
        return service(Question.name(host));
    }

    static Name service(Name host) {
        return below(SERVICE, host);
    }

    /** Returns {@code _reflexive._wireguard.HOST}: its address and port behind NAT. */
    public static Name reflexive(HostName host) {
        return reflexive(Question.name(host));
    }

    static Name reflexive(Name host) {
        return below(REFLEXIVE, host);
    }

    /** Returns {@code wg-reflexive.HOST}: the target of that SRV record, which is a host name. */
    public static Name reflexiveTarget(HostName host) {
        return below(REFLEXIVE_TARGET, Question.name(host));
    }

    /** Returns {@code _meta._wireguard.HOST}: its metadata. */
    public static Name meta(HostName host) {
        return meta(Question.name(host));
    }

    static Name meta(Name host) {
        return below(META, host);
    }

    /** Returns {@code _sig._wireguard.HOST}: signatures over its key and claims. */
    public static Name signature(HostName host) {
        return signature(Question.name(host));
    }

    static Name signature(Name host) {
        return below(SIGNATURE, host);
    }

    /** Returns {@code _policy.MESH}. */
    public static Name policy(MeshName mesh) {
        return Question.name(RecordFormat.POLICY + "." + mesh);
    }

    /** Returns {@code _revision.MESH}. */
    public static Name revision(MeshName mesh) {
        return Question.name(RecordFormat.REVISION + "." + mesh);
    }

    /** Returns {@code _revision.MESH} for a DNS name. */
    public static Name revision(Name mesh) {
        return Question.name(RecordFormat.REVISION + "." + mesh);
    }

    /** Returns whether the question is for the revision of a list. */
    public static boolean isRevision(Question question) {
        return question.type() == Type.TXT
                && question.owner().getLabelString(0).equalsIgnoreCase(RecordFormat.REVISION);
    }

    /** Returns whether every owner name of the host's records fits in a domain name. */
    public static boolean fits(HostName host) {
        return host.text().length() <= MAX_HOST;
    }
}
