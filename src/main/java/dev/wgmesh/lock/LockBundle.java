package dev.wgmesh.lock;

import dev.wgmesh.keys.SigningKey;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.SortedList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Records to sign, or signed, in a file that travels between a machine that reads DNS and one that
 * has a signing key.
 *
 * @param members sorted by name
 * @param signers the keys of the signatures in it
 */
public record LockBundle(MeshName mesh, List<Entry> members, List<VerifyKey> signers) {
    /** Sorts and copies. */
    public LockBundle {
        members = members.stream().sorted(Comparator.comparing(Entry::host)).toList();
        signers = SortedList.copyOf(signers);
        for (Entry entry : members) {
            if (!entry.records().mesh().equals(mesh)) {
                throw new IllegalArgumentException(entry.host() + " is of another mesh");
            }
        }
    }

    /**
     * A member.
     *
     * @param present the signatures in DNS when the bundle was made
     * @param signatures new ones, of each signer one
     */
    public record Entry(
            SignedRecords records,
            List<MemberSignature> present,
            List<MemberSignature> signatures) {
        public Entry {
            present = List.copyOf(present);
            signatures = List.copyOf(signatures);
        }

        /** Returns the member's name. */
        public HostName host() {
            return records.host();
        }

        private Entry signed(Instant expires, SigningKey key) {
            MemberSignature made =
                    MemberSignature.sign(records, MemberSignature.end(expires, present), key);
            var all = new ArrayList<MemberSignature>();
            signatures.stream().filter(it -> !it.signer().equals(made.signer())).forEach(all::add);
            all.add(made);
            return new Entry(records, present, all);
        }
    }

    /**
     * Returns the bundle with a signature of every member.
     *
     * @param expires of the signatures; later where a member has a later one already
     */
    public LockBundle signed(Instant expires, SigningKey key) {
        return new LockBundle(
                mesh,
                members.stream().map(entry -> entry.signed(expires, key)).toList(),
                Stream.concat(signers.stream(), Stream.of(key.verifyKey())).toList());
    }
}
