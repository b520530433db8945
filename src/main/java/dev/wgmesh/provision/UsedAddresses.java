package dev.wgmesh.provision;

import dev.wgmesh.mesh.PrefixIndex;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.ZoneAddresses;
import dev.wgmesh.zone.ZoneContents;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** The addresses and nets that records name, and who names them; but for one host's own. */
final class UsedAddresses {
    /** Addresses of a pool that are looked for at once, at first and at most. */
    private static final int FIRST_WINDOW = 1 << 10;

    private static final int MAX_WINDOW = 1 << 20;

    private final NavigableMap<IpAddress, String> addresses = new TreeMap<>();
    private final PrefixIndex<Net> nets = new PrefixIndex<>();
    private final List<ZoneAddresses> zones;

    private record Net(Prefix prefix, String holder) {}

    private UsedAddresses(List<ZoneAddresses> zones) {
        this.zones = zones;
    }

    /** Returns all that the members but {@code except} and any record of the zones name. */
    static UsedAddresses of(Mesh mesh, Collection<ZoneContents> zones, HostName except) {
        Name own = OwnerNames.wireguard(except);
        var used = new UsedAddresses(zones.stream().map(z -> z.addressesExcept(own)).toList());
        for (Member member : mesh.members()) {
            if (!member.name().equals(except)) {
                used.add(member);
            }
        }
        return used;
    }

    /**
     * Returns the same, and the pools of the lists that are not in the chain: those give by
     * themselves.
     */
    UsedAddresses withReservedPools(MeshSnapshot view, List<MeshName> chain) {
        for (MemberList list : view.mesh().lists()) {
            if (!chain.contains(list.name())) {
                list.policy().found().stream()
                        .flatMap(policy -> policy.pools().stream())
                        .forEach(pool -> add(pool, "the pool of " + list.name()));
            }
        }
        return this;
    }

    private void add(Member member) {
        String name = member.name().text();
        member.addresses().all().forEach(address -> addresses.putIfAbsent(address, name));
        for (EndpointTarget target : member.endpoints()) {
            target.addresses().all().forEach(address -> addresses.putIfAbsent(address, name));
        }
        member.metadataOrNone().nets().forEach(net -> add(net, name));
    }

    private void add(Prefix net, String holder) {
        nets.add(net, new Net(net, holder));
    }

    /** Returns who names the address, or a net that holds it; empty: it is free. */
    Optional<String> holder(IpAddress address) {
        return lowestIn(address.asPrefix()).or(() -> netOf(address).map(Net::holder));
    }

    /** Returns who names an address in the net, or a net that overlaps it; empty: it is free. */
    Optional<String> holder(Prefix net) {
        return nets.first(net, _ -> true).map(Net::holder).or(() -> lowestIn(net));
    }

    /** Returns who names the lowest address in the net, first a member, then a record. */
    private Optional<String> lowestIn(Prefix net) {
        var lowest = new TreeMap<IpAddress, String>();
        addresses.subMap(net.network(), true, net.lastAddress(), true).entrySet().stream()
                .findFirst()
                .ifPresent(member -> lowest.put(member.getKey(), member.getValue()));
        for (ZoneAddresses zone : zones) {
            zone.lowestIn(net)
                    .ifPresent(holder ->
                            lowest.putIfAbsent(holder.address(), holder.owner().toString(true)));
        }
        return lowest.values().stream().findFirst();
    }

    /** Returns the {@code count} lowest free addresses of the pools, fewer where they are full. */
    List<IpAddress> lowestFree(List<Prefix> pools, int count) {
        var free = new LinkedHashSet<IpAddress>();
        for (Prefix pool : pools) {
            IpAddress last = pool.lastAddress();
            IpAddress address = pool.network();
            var window = new Window(address, new BitSet(), 0);
            while (free.size() < count) {
                Optional<Net> net = netOf(address);
                if (net.isPresent()) {
                    address = net.get().prefix().lastAddress();
                } else if (!pool.isReserved(address) && !addresses.containsKey(address)) {
                    window = window.contains(address) ? window : windowFrom(address, window.size());
                    if (!window.isTaken(address)) {
                        free.add(address);
                    }
                }
                if (address.compareTo(last) >= 0) {
                    break;
                }
                address = address.next();
            }
        }
        return List.copyOf(free);
    }

    /**
     * Consecutive addresses, of which is known which the zones have: few are asked for where the
     * first are free, and each search looks at all addresses of a zone.
     */
    private record Window(IpAddress first, BitSet taken, int size) {
        boolean contains(IpAddress address) {
            return address.high() == first.high()
                    && Long.compareUnsigned(address.low() - first.low(), size) < 0;
        }

        boolean isTaken(IpAddress address) {
            return taken.get((int) (address.low() - first.low()));
        }
    }

    private Window windowFrom(IpAddress first, int sizeBefore) {
        int size = Math.clamp(sizeBefore * 4L, FIRST_WINDOW, MAX_WINDOW);
        var taken = new BitSet();
        zones.forEach(zone -> taken.or(zone.taken(first, size)));
        return new Window(first, taken, size);
    }

    private Optional<Net> netOf(IpAddress address) {
        return nets.first(address.asPrefix(), _ -> true);
    }
}
