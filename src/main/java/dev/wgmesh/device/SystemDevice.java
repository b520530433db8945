package dev.wgmesh.device;

import dev.wgmesh.keys.PresharedKey;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.model.NodeFacts.OnLinkPrefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An interface of this machine, accessed by {@code wg} and {@code ip}. */
final class SystemDevice implements Device {
    private final String name;
    private final WgIpCommands commands;
    private final Path resolvConf;

    SystemDevice(String name, WgIpCommands commands, Path resolvConf) {
        this.name = name;
        this.commands = commands;
        this.resolvConf = resolvConf;
    }

    @Override
    public Optional<DeviceState> state() {
        Programs.ProgramResult shown =
                commands.tryRead("ip", "-json", "-details", "addr", "show", "dev", name);
        if (!shown.ok()) {
            if (ToolError.isAbsent(shown.err())) {
                return Optional.empty();
            }
            throw WgIpCommands.failure(Failure.Kind.UNREADABLE, "ip addr show dev " + name, shown);
        }
        LinkTable.Link link =
                LinkTable.parse(shown.out()).links().stream()
                        .filter(l -> l.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> notWireGuard("is missing from the output of ip"));
        WgDump dump = WgDump.parse(name, dump(link));
        return Optional.of(
                new DeviceState(
                        name,
                        dump.key(),
                        dump.port(),
                        link.up(),
                        link.mtu(),
                        link.addresses().stream().map(LinkTable.LinkAddress::address).toList(),
                        dump.peers()));
    }

    private String dump(LinkTable.Link link) {
        Programs.ProgramResult ended = commands.tryRead("wg", "show", name, "dump");
        if (ended.ok()) {
            return ended.out();
        }
        boolean foreign = ToolError.isUnknownKind(ended.err());
        if (foreign && link.kind().equals("tun")) {
            throw notWireGuard("is a tun device without a running wireguard-go");
        }
        if (foreign) {
            throw notWireGuard("is not a WireGuard interface");
        }
        throw WgIpCommands.failure(Failure.Kind.UNREADABLE, "wg show " + name + " dump", ended);
    }

    private Failure notWireGuard(String what) {
        return Failure.unreadable(
                "interface " + name,
                what,
                "choose another name with --interface, or delete this interface: ip link del "
                        + name);
    }

    @Override
    public NodeFacts facts() {
        LinkTable links = links();
        List<OnLinkPrefix> onLink = links.onLinkExcept(name);
        List<Route> main = new ArrayList<>();
        List<Route> others = new ArrayList<>();
        for (Family family : Family.values()) {
            Map<Boolean, List<Route>> routes = routes(family);
            main.addAll(routes.getOrDefault(true, List.of()));
            others.addAll(routes.getOrDefault(false, List.of()));
        }
        List<Route> defaultRoutes =
                Stream.concat(main.stream(), others.stream()).filter(Route::isDefault).toList();
        return new NodeFacts(
                links.addressesExcept(name),
                onLink,
                RouteTable.gateways(defaultRoutes, name),
                ResolvConf.nameServers(resolvConf),
                main,
                others.stream().filter(route -> !route.isDefault()).toList(),
                defaultRoutes,
                reversePathFilters(onLink),
                List.of());
    }

    private LinkTable links() {
        return LinkTable.parse(commands.read("ip", "-json", "-details", "addr"));
    }

    /** Returns the filters that concern the mesh; none where {@code ip netconf} is unknown. */
    private Map<String, Integer> reversePathFilters(List<OnLinkPrefix> onLink) {
        Set<String> devices =
                Stream.concat(
                                Stream.of(NodeFacts.ALL_INTERFACES, name),
                                onLink.stream().map(OnLinkPrefix::device))
                        .collect(Collectors.toSet());
        Programs.ProgramResult shown = commands.tryRead("ip", "-json", "-4", "netconf", "show");
        return shown.ok() ? ReversePathFilters.parse(shown.out(), devices) : Map.of();
    }

    /** Returns the routes of every routing table, by whether each is in the main one. */
    private Map<Boolean, List<Route>> routes(Family family) {
        String option = family == Family.V4 ? "-4" : "-6";
        return RouteTable.parse(
                family,
                commands.read("ip", "-N", "-json", option, "route", "show", "table", "all"));
    }

    @Override
    public List<Integer> pathMtus(Collection<IpAddress> addresses) {
        List<String> lines = addresses.stream().map(to -> "route get " + to).toList();
        LinkTable links = links();
        return commands.readBatch(lines)
                .flatMap(json -> LinkTable.rows(json, "ip -json route get"))
                .flatMap(row -> RouteTable.mtu(row, links).stream())
                .toList();
    }

    @Override
    public void create(PrivateKey key, int port, Optional<Integer> mtu) {
        new InterfaceCreation(name, commands).create(key, port, mtu);
    }

    @Override
    public void delete() {
        commands.change(List.of("ip", "link", "del", "dev", name));
    }

    @Override
    public void apply(List<DeviceChange> changes) {
        for (CommandBatches.Batch batch : CommandBatches.of(name, changes)) {
            switch (batch) {
                case CommandBatches.Batch.Wg(List<String> words) -> commands.change(wgSet(words));
                case CommandBatches.Batch.WgSecret(List<String> words, PresharedKey secret) ->
                        commands.change(wgSet(words), secret.reveal());
                case CommandBatches.Batch.Ip(List<String> lines) -> commands.batch(lines);
                case CommandBatches.Batch.RemoveAddresses(List<String> lines) ->
                        removeAddresses(lines);
            }
        }
    }

    private List<String> wgSet(List<String> words) {
        var command = new ArrayList<>(List.of("wg", "set", name));
        command.addAll(words);
        return command;
    }

    private void removeAddresses(List<String> lines) {
        var routes = new InterfaceRoutes(name, commands);
        List<String> before = routes.current();
        try {
            commands.batch(lines);
        } finally {
            routes.restore(before);
        }
    }
}
