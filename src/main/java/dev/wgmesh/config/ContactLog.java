package dev.wgmesh.config;

import dev.wgmesh.dns.NameServer;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Route53Location;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The servers that the drivers of locations have contacted. */
public final class ContactLog {
    private final Set<ContactAddress> servers = new TreeSet<>();
    private final Map<String, List<IpAddress>> route53 = new TreeMap<>();

    /** Creates a log without any contact. */
    public ContactLog() {}

    /** Notes a DNS server. */
    synchronized void add(NameServer server, Use use) {
        servers.add(contact(server, use));
    }

    /**
     * Notes a host that a request to Route53 is sent to. Java remembers the addresses of a name for
     * 30 s, so these are the addresses that the connection uses; those of the request before are
     * forgotten.
     */
    synchronized void addRoute53(String host) {
        try {
            route53.put(
                    host,
                    Arrays.stream(InetAddress.getAllByName(host))
                            .map(address -> IpAddress.of(address.getAddress()))
                            .toList());
        } catch (UnknownHostException _) {
            // The request fails too, and says so.
        }
    }

    /** Returns the servers that a location names by address. */
    static Stream<ContactAddress> configured(Location location) {
        return switch (location) {
            case Location.Server(String server, _) -> named(server, Use.SERVER);
            case Location.Transfer(String server, _) -> named(server, Use.SERVER);
            case Location.Resolver(List<String> servers) ->
                    servers.stream().flatMap(server -> named(server, Use.RESOLVER));
            case Route53Location route53 ->
                    route53.endpoint().stream()
                            .flatMap(url -> Stream.ofNullable(url.getHost()))
                            .flatMap(host -> named(host, Use.ROUTE53));
            case Location.Folder _, Location.Primary _, Location.SystemResolver _ -> Stream.empty();
        };
    }

    private static Stream<ContactAddress> named(String server, Use use) {
        return NameServer.ofAddress(server).stream().map(at -> contact(at, use));
    }

    private static ContactAddress contact(NameServer server, Use use) {
        byte[] address = server.address().getAddress().getAddress();
        return new ContactAddress(IpAddress.of(address), use);
    }

    /** Returns every contact. */
    synchronized Set<ContactAddress> contacts() {
        var all = new TreeSet<>(servers);
        for (List<IpAddress> addresses : route53.values()) {
            addresses.forEach(address -> all.add(new ContactAddress(address, Use.ROUTE53)));
        }
        return all;
    }
}
