package dev.wgmesh.lock;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.SortedList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The records of a member that a signature covers, as docs/records.md defines them: who it is and
 * which addresses it claims. Where it is (endpoints, site, NAT) is not signed.
 *
 * @param mesh the mesh itself, also for a member of a sub-list
 * @param addresses its mesh addresses, sorted, distinct
 * @param nets prefixes reached through it, sorted, distinct
 */
public record SignedRecords(
        MeshName mesh,
        HostName host,
        PublicKey key,
        Optional<PublicKey> nextKey,
        List<IpAddress> addresses,
        List<Prefix> nets) {
    /** Sorts and copies. */
    public SignedRecords {
        addresses = SortedList.copyOf(addresses);
        nets = SortedList.copyOf(nets);
    }

    /**
     * Returns the records of a member; empty where a lookup failed, or it has no key or no address.
     */
    public static Optional<SignedRecords> of(MeshName mesh, Member member) {
        if (!member.resolved() || member.addresses().anyFailed() || member.metadata().isFailed()) {
            return Optional.empty();
        }
        return member.key()
                .found()
                .map(key ->
                        new SignedRecords(
                                mesh,
                                member.name(),
                                key,
                                member.metadataOrNone().nextKey(),
                                member.addresses().all(),
                                member.metadataOrNone().nets()));
    }

    /** Returns the text that is signed: ASCII, each line ends with a line feed. */
    public String text(Instant expires) {
        var text = new StringBuilder("wg-mesh member 1\n");
        line(text, "mesh", mesh);
        line(text, "host", host);
        line(text, "key", key);
        nextKey.ifPresent(next -> line(text, "next-key", next));
        addresses.forEach(address -> line(text, "address", address));
        nets.forEach(net -> line(text, "net", net));
        line(text, "exp", SignatureTime.text(expires));
        return text.toString();
    }

    private static void line(StringBuilder text, String field, Object value) {
        text.append(field).append(' ').append(value).append('\n');
    }
}
