package dev.wgmesh.validate.rule;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.validate.ClaimRecord;
import dev.wgmesh.validate.ListRecords;
import dev.wgmesh.validate.MeshTree;
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
        tree.claims().map(ClaimRecord::prefix).forEach(taken::add);
    }

    /** The lowest free one of the list's first pool; empty where there is no pool or none left. */
    Optional<IpAddress> next(ListRecords list) {
        Optional<Prefix> pool = list.pools().stream().min(Comparator.naturalOrder());
        if (pool.isEmpty()) {
            return Optional.empty();
        }
        IpAddress address = pool.get().network();
        for (int i = 0; i < MOST && pool.get().contains(address); i++) {
            if (!pool.get().reserves(address) && taken.add(address.asPrefix())) {
                return Optional.of(address);
            }
            address = address.next();
        }
        return Optional.empty();
    }
}
