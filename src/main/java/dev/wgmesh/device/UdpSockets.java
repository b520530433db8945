package dev.wgmesh.device;

import dev.wgmesh.diagnosis.HostFacts.UdpSocket;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who has a UDP port, with {@code ss} and {@code wg}. */
record UdpSockets(Programs programs, SystemFiles files) {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Pattern USER = Pattern.compile("\\(\"([^\"]*)\",pid=([0-9]+)");

    /**
     * Returns the sockets at a port, and the other WireGuard interfaces that have it.
     *
     * @throws Failure UNREADABLE where there is no ss
     */
    List<UdpSocket> at(int port, String own) {
        var sockets = new ArrayList<UdpSocket>();
        Programs.ProgramResult ports =
                programs.run(List.of("wg", "show", "all", "listen-port"), "", LIMIT);
        for (String line : ports.out().lines().toList()) {
            String[] words = line.split("\t");
            if (words.length == 2
                    && exists(words[0])
                    && words[1].equals(Integer.toString(port))
                    && !words[0].equals(own)) {
                sockets.add(new UdpSocket(port, UdpSocket.WIREGUARD + words[0]));
            }
        }
        boolean kernel = sockets.isEmpty();
        List<String> command = List.of("ss", "-H", "-u", "-a", "-n", "-p", "sport = :" + port);
        Programs.ProgramResult ended = programs.run(command, "", LIMIT);
        if (!ended.ok()) {
            throw WgIpCommands.failure(Failure.Kind.UNREADABLE, String.join(" ", command), ended);
        }
        for (String line : ended.out().lines().toList()) {
            Matcher user = USER.matcher(line);
            if (user.find()) {
                sockets.add(
                        new UdpSocket(
                                port, "%s (process %s)".formatted(user.group(1), user.group(2))));
            } else if (kernel) {
                sockets.add(new UdpSocket(port, "the kernel, or a process that only root can see"));
            }
        }
        return sockets;
    }

    /** wg also shows interfaces of wireguard-go in other network namespaces. */
    private boolean exists(String name) {
        List<String> names = files.names("/sys/class/net");
        return names.isEmpty() || names.contains(name);
    }
}
