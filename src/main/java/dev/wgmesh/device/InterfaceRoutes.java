package dev.wgmesh.device;

import dev.wgmesh.process.Programs;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The IPv4 routes over an interface, of every table and maker. The kernel drops them all with the
 * last IPv4 address there, also those that need no address; what should have stayed is put back.
 */
final class InterfaceRoutes {
    /** RTPROT_KERNEL: made with an address, and gone with it for good. */
    private static final Pattern KERNELS = Pattern.compile(".* proto 2( .*|$)");

    /** How a route stands now; {@code ip route add} does not take it. */
    private static final Pattern STANDING =
            Pattern.compile(" (linkdown|dead|offload|trap|rt_offload|rt_trap|offload_failed)\\b");

    private final String name;
    private final WgIpCommands commands;

    InterfaceRoutes(String name, WgIpCommands commands) {
        this.name = name;
        this.commands = commands;
    }

    /** As {@code ip route add} takes them, without the interface; those without next hop first. */
    List<String> now() {
        String[] show = {
            "ip", "-4", "-N", "-o", "route", "show", "table", "all", "dev", name,
        };
        Programs.Ended shown = commands.look(show);
        // of an interface that is gone there are none
        return shown.out()
                .lines()
                .filter(line -> !KERNELS.matcher(line).matches())
                .map(line -> STANDING.matcher(line).replaceAll("").strip())
                .sorted(Comparator.comparing(line -> line.contains(" via ")))
                .toList();
    }

    /** Adds those that are there no more. */
    void putBack(List<String> before) {
        List<String> now = now();
        List<String> lines =
                before.stream()
                        .filter(route -> !now.contains(route))
                        .map(route -> "route add " + route + " dev " + name)
                        .toList();
        if (!lines.isEmpty()) {
            commands.batch(lines);
        }
    }
}
