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
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The addresses and nets that records name, and who names them; but for one host's own. */
final class UsedAddresses {
    private final NavigableMap<IpAddress, String> addresses = new TreeMap<>();
    private final PrefixIndex<Net> nets = new PrefixIndex<>();

    private record Net(Prefix prefix, String holder) {}

    /** Returns all that the members but {@code except} and any record of the zones name. */
    static UsedAddresses of(Mesh mesh, Collection<ZoneContents> zones, HostName except) {
        var used = new UsedAddresses();
        for (Member member : mesh.members()) {
            if (!member.name().equals(except)) {
                used.add(member);
            }
        }
        Name own = OwnerNames.wireguard(except);
        for (ZoneContents zone : zones) {
            zone.rrsets(set -> set.is(Type.A, Type.AAAA))
                    .filter(set -> !set.question().owner().equals(own))
                    .sorted(Comparator.comparing(RRset::question))
                    .forEach(set -> set.dnsRecords().forEach(used::add));
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

    private void add(Record record) {
        byte[] bytes =
                record instanceof ARecord a
                        ? a.getAddress().getAddress()
                        : ((AAAARecord) record).getAddress().getAddress();
        addresses.putIfAbsent(IpAddress.of(bytes), record.getName().toString(true));
    }

    /** Returns who names the address, or a net that holds it; empty: it is free. */
    Optional<String> holder(IpAddress address) {
        return Optional.ofNullable(addresses.get(address))
                .or(() -> netOf(address).map(Net::holder));
    }

    /** Returns who names an address in the net, or a net that overlaps it; empty: it is free. */
    Optional<String> holder(Prefix net) {
        return nets.first(net, _ -> true)
                .map(Net::holder)
                .or(() ->
                        addresses
                                .subMap(net.network(), true, net.lastAddress(), true)
                                .values()
                                .stream()
                                .findFirst());
    }

    /** Returns the {@code count} lowest free addresses of the pools, fewer where they are full. */
    List<IpAddress> lowestFree(List<Prefix> pools, int count) {
        var free = new ArrayList<IpAddress>();
        for (Prefix pool : pools) {
            IpAddress last = pool.lastAddress();
            IpAddress address = pool.network();
            while (free.size() < count) {
                Optional<Net> net = netOf(address);
                if (net.isPresent()) {
                    address = net.get().prefix().lastAddress();
                } else if (!pool.isReserved(address)
                        && !addresses.containsKey(address)
                        && !free.contains(address)) {
                    free.add(address);
                }
                if (address.compareTo(last) >= 0) {
                    break;
                }
                address = address.next();
            }
        }
        return free;
    }

    private Optional<Net> netOf(IpAddress address) {
        return nets.first(address.asPrefix(), _ -> true);
    }
}
