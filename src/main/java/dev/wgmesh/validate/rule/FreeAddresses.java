package dev.wgmesh.validate.rule;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.ListedMember;
import dev.wgmesh.validate.MeshTree;
import dev.wgmesh.zone.ListRecords;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Addresses of a mesh's pools that no member claims, each given once. */
final class FreeAddresses {
    /** Addresses tried in a pool; a larger one is hardly ever full. */
    private static final int MOST = 70_000;

    private final Set<Prefix> taken = new HashSet<>();

    FreeAddresses(MeshTree tree) {
        tree.claims().stream().map(ClaimRecord::prefix).forEach(taken::add);
    }

    /** Returns the fix of a finding about the member's address: another address of the pool. */
    static String fix(ListedMember member) {
        return fix(member, "another address");
    }

    /** Returns the fix that gives the member an address, such as "an IPv4 address". */
    static String fix(ListedMember member, String address) {
        return "give "
                + member.name()
                + " "
                + address
                + ": wg-mesh allocate "
                + member.list().name()
                + " prints a free address";
    }

    /** Returns the lowest free address of the list's first pool; empty without pool or address. */
    Optional<IpAddress> next(ListRecords list) {
        Optional<Prefix> pool = list.pools().stream().min(Comparator.naturalOrder());
        if (pool.isEmpty()) {
            return Optional.empty();
        }
        IpAddress address = pool.get().network();
        for (int i = 0; i < MOST && pool.get().contains(address); i++) {
            if (!pool.get().isReserved(address) && taken.add(address.asPrefix())) {
                return Optional.of(address);
            }
            address = address.next();
        }
        return Optional.empty();
    }
}
