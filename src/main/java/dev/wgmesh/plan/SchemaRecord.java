package dev.wgmesh.plan;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRsetOutline;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * What an RRset is to a mesh, told by its owner name and type alone.
 *
 * <table>
 * <caption>The schema</caption>
 * <tr><th>owner</th><th>type</th><th>part</th></tr>
 * <tr><td>MESH</td><td>TXT</td><td>LIST</td></tr>
 * <tr><td>MESH</td><td>PTR</td><td>SUB_LISTS</td></tr>
 * <tr><td>_policy.MESH</td><td>TXT</td><td>POLICY</td></tr>
 * <tr><td>_revision.MESH</td><td>TXT</td><td>REVISION</td></tr>
 * <tr><td>_wireguard.HOST</td><td>TXT</td><td>KEY</td></tr>
 * <tr><td>_wireguard.HOST</td><td>A, AAAA</td><td>ADDRESSES</td></tr>
 * <tr><td>_wireguard._udp.HOST</td><td>SRV</td><td>SERVICE</td></tr>
 * <tr><td>_reflexive._wireguard.HOST</td><td>SRV</td><td>REFLEXIVE</td></tr>
 * <tr><td>wg-reflexive.HOST</td><td>A, AAAA</td><td>REFLEXIVE</td></tr>
 * <tr><td>_meta._wireguard.HOST</td><td>TXT</td><td>METADATA</td></tr>
 * <tr><td>_sig._wireguard.HOST</td><td>TXT</td><td>SIGNATURE</td></tr>
 * <tr><td>HOST</td><td>A, AAAA</td><td>ENDPOINT</td></tr>
 * </table>
 *
 * @param subject MESH or HOST
 */
public record SchemaRecord(Part part, Name subject) {
    /** The parts of the schema. */
    public enum Part {
        /** The host names of the members. */
        LIST,
        /** The names of sub-lists. */
        SUB_LISTS,
        /** What a mesh allows. */
        POLICY,
        /** The version of a list and of its members' addresses. */
        REVISION,
        /** A member's public key. */
        KEY,
        /** A member's mesh addresses, of one family. */
        ADDRESSES,
        /** Where a member's endpoint is. */
        SERVICE,
        /** Where a member is as others see it. */
        REFLEXIVE,
        /** What a member says of itself. */
        METADATA,
        /** Signatures over a member's key and claims. */
        SIGNATURE,
        /** Where a member takes packets; or any host's addresses, which are none of ours. */
        ENDPOINT;

        /** Returns whether it is of a mesh and not of a host. */
        public boolean isMeshRecord() {
            return switch (this) {
                case LIST, SUB_LISTS, POLICY, REVISION -> true;
                case KEY, ADDRESSES, SERVICE, REFLEXIVE, METADATA, SIGNATURE, ENDPOINT -> false;
            };
        }

        /** Returns whether others write records of the same RRset at the same time. */
        boolean isShared() {
            return this == LIST || this == SUB_LISTS;
        }

        /** Returns whether it says who a member is: without it nobody can talk to it. */
        boolean isIdentity() {
            return this == KEY || this == ADDRESSES;
        }
    }

    /**
     * Returns whether an RRset may be a part of the schema other than an endpoint: few of a large
     * zone are.
     */
    public static boolean isPossible(RRsetOutline set) {
        return set.hasUnderscore()
                && (set.is(Type.TXT, Type.PTR, Type.SRV) || set.is(Type.A, Type.AAAA));
    }

    /** Returns the part of the RRset in the schema; empty: not a record of a mesh. */
    public static Optional<SchemaRecord> of(Question question, MeshNames meshes) {
        Name owner = question.owner();
        return switch (question.type()) {
            case Type.TXT -> text(owner, meshes);
            case Type.PTR -> mesh(Part.SUB_LISTS, owner, meshes);
            case Type.SRV -> {
                Optional<SchemaRecord> service =
                        host(Part.SERVICE, owner, RecordFormat.WIREGUARD, RecordFormat.UDP);
                yield service.isPresent()
                        ? service
                        : host(
                                Part.REFLEXIVE,
                                owner,
                                RecordFormat.REFLEXIVE,
                                RecordFormat.WIREGUARD);
            }
            case Type.A, Type.AAAA -> {
                Optional<SchemaRecord> addresses =
                        host(Part.ADDRESSES, owner, RecordFormat.WIREGUARD);
                Optional<SchemaRecord> reflexive =
                        host(Part.REFLEXIVE, owner, RecordFormat.REFLEXIVE_TARGET);
                yield addresses.or(() -> reflexive).or(() -> host(Part.ENDPOINT, owner));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<SchemaRecord> text(Name owner, MeshNames meshes) {
        return switch (MeshNames.firstLabel(owner)) {
            case RecordFormat.WIREGUARD -> host(Part.KEY, owner, RecordFormat.WIREGUARD);
            case RecordFormat.META ->
                    host(Part.METADATA, owner, RecordFormat.META, RecordFormat.WIREGUARD);
            case RecordFormat.SIGNATURE ->
                    host(Part.SIGNATURE, owner, RecordFormat.SIGNATURE, RecordFormat.WIREGUARD);
            case RecordFormat.POLICY -> mesh(Part.POLICY, new Name(owner, 1), meshes);
            case RecordFormat.REVISION -> mesh(Part.REVISION, new Name(owner, 1), meshes);
            default -> mesh(Part.LIST, owner, meshes);
        };
    }

    private static Optional<SchemaRecord> mesh(Part part, Name mesh, MeshNames meshes) {
        return meshes.contains(mesh) ? Optional.of(new SchemaRecord(part, mesh)) : Optional.empty();
    }

    /** Returns the part at a host below those labels. */
    private static Optional<SchemaRecord> host(Part part, Name owner, String... labels) {
        for (int i = 0; i < labels.length; i++) {
            if (owner.labels() <= labels.length + 1
                    || !owner.getLabelString(i).equalsIgnoreCase(labels[i])) {
                return Optional.empty();
            }
        }
        Name host = new Name(owner, labels.length);
        return HostName.parse(host.toString(true)).isPresent()
                ? Optional.of(new SchemaRecord(part, host))
                : Optional.empty();
    }
}
