package dev.wgmesh.device;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The IPv4 routes over an interface, in every table and of every protocol. The kernel removes all
 * of them with the interface's last IPv4 address, even routes that need no address; this class
 * restores the others.
 */
final class InterfaceRoutes {
    /** RTPROT_KERNEL: added and removed with an address. */
    private static final Pattern KERNEL_ROUTE = Pattern.compile(".* proto 2( .*|$)");

    /** State flags in the output, which {@code ip route add} does not accept. */
    private static final Pattern STATE_FLAGS =
            Pattern.compile(" (linkdown|dead|offload|trap|rt_offload|rt_trap|offload_failed)\\b");

    private final String name;
    private final WgIpCommands commands;

    InterfaceRoutes(String name, WgIpCommands commands) {
        this.name = name;
        this.commands = commands;
    }

    /**
     * Returns the routes as arguments of {@code ip route add}, without the interface; routes
     * without next hop first.
     */
    List<String> current() {
        String[] show = {
            "ip", "-4", "-N", "-o", "route", "show", "table", "all", "dev", name,
        };
        Programs.ProgramResult shown = commands.tryRead(show);
        // a deleted interface has no routes
        return shown.out()
                .lines()
                .filter(line -> !KERNEL_ROUTE.matcher(line).matches())
                .map(line -> STATE_FLAGS.matcher(line).replaceAll("").strip())
                .sorted(Comparator.comparing(line -> line.contains(" via ")))
                .toList();
    }

    /** Adds the routes that are missing now; returns why that failed, or empty. */
    Optional<Problem> restore(List<String> before) {
        var now = new HashSet<>(current());
        List<String> lines =
                before.stream()
                        .filter(route -> !now.contains(route))
                        .map(route -> "route add " + route + " dev " + name)
                        .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : commands.batch(lines).map(ChangeExecution.FailedChange::problem);
    }
}
