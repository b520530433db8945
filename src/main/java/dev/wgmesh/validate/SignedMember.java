package dev.wgmesh.validate;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockStatus;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.SignatureRecords;
import dev.wgmesh.zone.TxtStrings;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A member with its signatures.
 *
 * @param texts at {@code _sig._wireguard.HOST}; untrusted
 * @param status with the lock of the request; empty: there is no lock
 */
public record SignedMember(
        ListedMember member, DnsAnswer<RRset> texts, Optional<LockStatus> status) {

    /** Returns the members of the mesh; a lock verifies the signatures of each. */
    static Stream<SignedMember> of(
            MeshTree tree, SnapshotLookup lookup, ValidationRequest request) {
        return SharedWork.of(tree.members().values())
                .map(member -> {
                    DnsAnswer<RRset> texts =
                            lookup.look(SignatureRecords.question(member.records()));
                    return new SignedMember(
                            member,
                            texts,
                            request.lock()
                                    .map(lock ->
                                            status(
                                                    tree,
                                                    member,
                                                    texts,
                                                    lookup,
                                                    lock,
                                                    request.now())));
                });
    }

    private static LockStatus status(
            MeshTree tree,
            ListedMember member,
            DnsAnswer<RRset> texts,
            SnapshotLookup lookup,
            Lock lock,
            Instant now) {
        return LockStatus.of(
                tree.name(),
                MeshCodec.decodeMember(member.name(), tree.name(), lookup),
                texts.map(TxtStrings::of),
                lock,
                now);
    }
}
