package dev.wgmesh.device;

import dev.wgmesh.model.Family;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads and sets what the kernel forwards of the packets that arrive at one interface. Two rules
 * let them out at interfaces of the group {@value #GROUP} only, to which only that interface
 * belongs: members cannot send into other networks of the node.
 */
final class ForwardingCommands {
    /** The group of the interface (ip-link(8)); others are in the group 0. */
    private static final String GROUP = "51820";

    private static final String LOOKUP_RULE = "5182";
    private static final String END_RULE = "5183";

    private final String device;
    private final WgIpCommands commands;

    ForwardingCommands(String device, WgIpCommands commands) {
        this.device = device;
        this.commands = commands;
    }

    /** Returns what is forwarded; empty where {@code sysctl} cannot read it. */
    Optional<Forwarding> read() {
        if (!commands.has("sysctl")) {
            return Optional.empty();
        }
        // it prints the keys that there are, and fails for the others
        Programs.ProgramResult ended =
                commands.tryRead(
                        "sysctl",
                        key(Family.V4),
                        key(Family.V6),
                        "net/ipv6/conf/all/forwarding",
                        "net/ipv6/conf/all/force_forwarding");
        var on = EnumSet.noneOf(Family.class);
        var settable = EnumSet.of(Family.V4);
        for (String line : ended.out().lines().map(String::strip).toList()) {
            if (line.startsWith("net.ipv6.conf.all.force_forwarding")) {
                settable.add(Family.V6);
            } else if (line.endsWith("= 1")) {
                on.add(line.startsWith("net.ipv4.") ? Family.V4 : Family.V6);
            }
        }
        return Optional.of(new Forwarding(on, settable));
    }

    /** Slashes, since a name of an interface may contain dots (sysctl(8)). */
    private String key(Family family) {
        return switch (family) {
            case V4 -> "net/ipv4/conf/" + device + "/forwarding";
            case V6 -> "net/ipv6/conf/" + device + "/force_forwarding";
        };
    }

    /** Begins or ends to forward; empty: that was done. */
    Optional<Problem> set(DeviceChange.SetForwarding change) {
        return change.on() ? begin(change.family(), change.table()) : end(change.family());
    }

    /**
     * Begins to forward. The rule that ends the search stays while the other one is replaced, so
     * that packets never leave by another table; it may be there already.
     */
    private Optional<Problem> begin(Family family, long table) {
        commands.tryChange(rule(family, "del", LOOKUP_RULE));
        return Stream.of(
                        List.of("ip", "link", "set", "dev", device, "group", GROUP),
                        rule(family, "add", END_RULE, "prohibit"),
                        rule(family, "add", LOOKUP_RULE, lookup(table)),
                        sysctl(family, true))
                .flatMap(command -> run(command).stream())
                .findFirst();
    }

    private static String[] lookup(long table) {
        return new String[] {
            "lookup",
            table == RoutePlace.MAIN_TABLE ? "main" : Long.toString(table),
            "suppress_ifgroup",
            "default"
        };
    }

    /** Undoes what there is; the interface, and with it the setting, may be missing. */
    private Optional<Problem> end(Family family) {
        commands.tryChange(sysctl(family, false));
        commands.tryChange(rule(family, "del", LOOKUP_RULE));
        commands.tryChange(rule(family, "del", END_RULE, "prohibit"));
        commands.tryChange(List.of("ip", "link", "set", "dev", device, "group", "default"));
        boolean on = read().filter(it -> it.on().contains(family)).isPresent();
        return on && family == Family.V4
                ? Optional.of(
                        new Problem(
                                String.join(" ", sysctl(family, false)),
                                "failed: packets are still forwarded",
                                "run the command as root"))
                : Optional.empty();
    }

    private List<String> sysctl(Family family, boolean on) {
        return List.of("sysctl", "-qw", key(family) + "=" + (on ? 1 : 0));
    }

    /** Returns a command about the rule of a preference, for packets from the interface. */
    private List<String> rule(Family family, String verb, String preference, String... action) {
        String ip = family == Family.V4 ? "-4" : "-6";
        return Stream.concat(
                        Stream.of("ip", ip, "rule", verb, "pref", preference, "iif", device),
                        Stream.of(action))
                .toList();
    }

    private Optional<Problem> run(List<String> command) {
        Programs.ProgramResult ended = commands.tryChange(command);
        return ended.ok() || ToolError.isPresent(ended.err())
                ? Optional.empty()
                : Optional.of(WgIpCommands.problem(String.join(" ", command), ended));
    }
}
