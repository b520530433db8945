package dev.wgmesh.device;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Forwarding;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.PeerState;
import dev.wgmesh.plan.DeviceChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

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
    public NodeReading read() {
        IpTables tables = NodeNetwork.read(commands);
        LinkTable links = LinkTable.parse(tables.next());
        NodeNetwork network = NodeNetwork.of(links, tables);
        return new NodeReading(
                links.named(name).map(this::state),
                network.around(name, ResolvConf.nameServers(resolvConf)));
    }

    private DeviceState state(LinkTable.Link link) {
        WgDump dump = WgDump.parse(name, dump(link));
        return new DeviceState(
                name,
                dump.key(),
                dump.port(),
                link.up(),
                link.mtu(),
                link.addresses().stream().map(LinkTable.LinkAddress::address).toList(),
                dump.peers());
    }

    private String dump(LinkTable.Link link) {
        Programs.ProgramResult ended = commands.tryRead("wg", "show", name, "dump");
        boolean foreign = !ended.ok() && ToolError.isUnknownKind(ended.err());
        if (foreign && link.kind().equals("tun")) {
            throw notWireGuard("is a tun device without a running wireguard-go");
        }
        if (foreign) {
            throw notWireGuard("is not a WireGuard interface");
        }
        return outputOfDump(ended);
    }

    private String outputOfDump(Programs.ProgramResult ended) {
        if (!ended.ok()) {
            throw WgIpCommands.failure(Failure.Kind.UNREADABLE, "wg show " + name + " dump", ended);
        }
        return ended.out();
    }

    @Override
    public List<PeerState> peers() {
        Programs.ProgramResult ended = commands.tryRead("wg", "show", name, "dump");
        return !ended.ok() && ToolError.isAbsent(ended.err())
                ? List.of()
                : WgDump.parse(name, outputOfDump(ended)).peers();
    }

    private Failure notWireGuard(String what) {
        return Failure.unreadable(
                "interface " + name,
                what,
                "choose another name with --interface, or delete this interface: ip link del "
                        + name);
    }

    @Override
    public Optional<Forwarding> forwarding() {
        return new ForwardingCommands(name, commands).read();
    }

    @Override
    public List<Integer> pathMtus(Collection<IpAddress> addresses) {
        var lines = new ArrayList<>(List.of("addr"));
        addresses.forEach(to -> lines.add("route get " + to));
        List<List<IpRow>> read = commands.tryReadBatch(lines);
        if (read.isEmpty()) {
            return List.of();
        }
        LinkTable links = LinkTable.parse(read.getFirst().stream());
        return read.stream()
                .skip(1)
                .flatMap(List::stream)
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
        Optional<ChangeExecution.FailedChange> failed =
                new ChangeExecution(name, commands).run(changes);
        if (failed.isPresent()) {
            throw failed.get().asFailure();
        }
    }

    @Override
    public List<Problem> applyEach(List<DeviceChange> changes, int maxFailures) {
        var execution = new ChangeExecution(name, commands);
        var failures = new ArrayList<Problem>();
        List<DeviceChange> left = changes;
        while (failures.size() < maxFailures) {
            Optional<ChangeExecution.FailedChange> failed = execution.run(left);
            if (failed.isEmpty()) {
                return failures;
            }
            failures.add(failed.get().problem());
            left = left.subList(failed.get().index() + 1, left.size());
        }
        return failures;
    }
}
