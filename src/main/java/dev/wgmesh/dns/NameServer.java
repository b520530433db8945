package dev.wgmesh.dns;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address and port of a DNS server. */
public record NameServer(InetSocketAddress address) {
    /** The default port (RFC 1035, section 4.2). */
    public static final int PORT = 53;

    /** The most servers used of a resolv.conf (resolv.conf(5)). */
    private static final int MOST_IN_RESOLV_CONF = 3;

    private static final Duration PATIENCE = Duration.ofMillis(2500);

    private static final Pattern WITH_PORT =
            Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+))(?::(0|[1-9][0-9]{0,4}))?");

    /**
     * Parses HOST, HOST:PORT or [HOST]:PORT, by default port 53; HOST is an address, or a name that
     * this machine resolves. Returns the server at each address of the name, as {@link
     * #routed(List, int)} does.
     *
     * @throws Failure INPUT when the text has none of these forms
     */
    public static List<NameServer> all(String text) {
        List<NameServer> servers = all(text, PORT);
        if (servers.getFirst().address.getPort() == 0) {
            throw invalid(text, "port 0 is not allowed");
        }
        return servers;
    }

    /** Returns the first of {@link #all(String)}. */
    public static NameServer of(String text) {
        return all(text).getFirst();
    }

    /**
     * Parses the same forms with another default port, and port 0, which means any free port to a
     * listener.
     *
     * @throws Failure INPUT when the text has none of these forms
     */
    public static NameServer of(String text, int usual) {
        return all(text, usual).getFirst();
    }

    private static List<NameServer> all(String text, int usual) {
        Optional<IpAddress> bare = IpAddress.parse(text);
        if (bare.isPresent()) {
            return List.of(of(bare.get(), usual));
        }
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            throw invalid(text, "expected HOST, HOST:PORT or [ADDRESS]:PORT");
        }
        String host = host(parts);
        int port = parts.group(3) == null ? usual : Integer.parseInt(parts.group(3));
        if (port > 65535) {
            throw invalid(text, "the port is above 65535");
        }
        Optional<IpAddress> address = IpAddress.parse(host);
        if (address.isPresent()) {
            return List.of(of(address.get(), port));
        }
        try {
            return routed(List.of(InetAddress.getAllByName(host)), port);
        } catch (UnknownHostException _) {
            throw invalid(text, "this machine cannot resolve the host name");
        }
    }

    /**
     * Parses the same forms where HOST is an address; empty where HOST is a name.
     *
     * @throws Failure INPUT for a port that cannot be used
     */
    public static Optional<NameServer> ofAddress(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        boolean isAddress =
                IpAddress.parse(text).isPresent()
                        || parts.matches() && IpAddress.parse(host(parts)).isPresent();
        return isAddress ? Optional.of(of(text)) : Optional.empty();
    }

    private static String host(Matcher parts) {
        return parts.group(1) != null ? parts.group(1) : parts.group(2);
    }

    /**
     * Returns the server at each of the addresses of a name that this machine has a route to, or at
     * all where there is none: a machine without IPv4 uses the IPv6 address. Nothing is sent.
     *
     * @param addresses at least one
     */
    public static List<NameServer> routed(List<InetAddress> addresses, int port) {
        List<NameServer> all =
                addresses.stream()
                        .distinct()
                        .map(address -> new NameServer(new InetSocketAddress(address, port)))
                        .toList();
        List<NameServer> routed = all.stream().filter(NameServer::hasRoute).toList();
        return routed.isEmpty() ? all : routed;
    }

    /**
     * Returns the first that accepts a TCP connection, each tried for 2.5 s; the first of all where
     * none does. One server alone is not tried.
     *
     * @param servers at least one
     */
    public static NameServer reachable(List<NameServer> servers) {
        NameServer first = servers.getFirst();
        return servers.size() == 1
                ? first
                : servers.stream().filter(NameServer::accepts).findFirst().orElse(first);
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(address, (int) PATIENCE.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean hasRoute() {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static NameServer of(IpAddress address, int port) {
        return new NameServer(new InetSocketAddress(address.toInetAddress(), port));
    }

    private static Failure invalid(String text, String what) {
        return Failure.input(
                text, what, "give the server's address, such as 192.0.2.53 or [::1]:5353");
    }

    /**
     * Parses the first three {@code nameserver} lines of a resolv.conf; without any, the server on
     * this machine. Search domains and options are ignored.
     */
    public static List<NameServer> ofResolvConf(String text) {
        List<NameServer> servers = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 2
                    || !words[0].equals("nameserver")
                    || servers.size() == MOST_IN_RESOLV_CONF) {
                continue;
            }
            try {
                InetAddress address = InetAddress.ofLiteral(words[1]);
                servers.add(new NameServer(new InetSocketAddress(address, PORT)));
            } catch (IllegalArgumentException _) {
                // resolv.conf(5): an invalid line is ignored.
            }
        }
        return servers.isEmpty() ? List.of(of("127.0.0.1")) : List.copyOf(servers);
    }

    /** Returns {@code 127.0.0.1:5353}, {@code [::1]:53}. */
    @Override
    public String toString() {
        String host = IpAddress.of(address.getAddress().getAddress()).toString();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
