package dev.wgmesh.device;

import dev.wgmesh.diagnosis.Fact;
import dev.wgmesh.diagnosis.HostFacts;
import dev.wgmesh.diagnosis.MtuProbe;
import dev.wgmesh.diagnosis.PacketFilter;
import dev.wgmesh.mesh.TunnelMtu;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what surrounds a mesh on this machine; changes nothing. */
public final class HostReader {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Programs programs;
    private final SystemFiles files;
    private final Device device;
    private final String name;

    /**
     * Creates a reader.
     *
     * @param root the folder of the machine's files: {@code /}
     * @param name of the interface
     */
    public HostReader(Programs programs, Path root, Device device, String name) {
        this.programs = programs;
        this.files = new SystemFiles(root);
        this.device = device;
        this.name = name;
    }

    /**
     * A member to send packets to.
     *
     * @param address in the mesh
     */
    public record ProbeTarget(HostName host, IpAddress address, Optional<Endpoint> endpoint) {}

    /**
     * Reads the machine.
     *
     * @param port the UDP port that this node should have
     * @param targets members with a session, which get packets of several sizes
     * @param mtu of the interface
     */
    public HostFacts read(int port, List<ProbeTarget> targets, int mtu) {
        return new HostFacts(
                Fact.of(this::isSynchronized),
                Fact.of(() -> new UdpSockets(programs, files).at(port, name)),
                Fact.of(this::filter),
                sysctls(),
                new ServiceReader(files).read(),
                Fact.of(() -> probes(targets, mtu)));
    }

    private boolean isSynchronized() {
        List<String> command =
                List.of("timedatectl", "show", "--property=NTPSynchronized", "--value");
        return output(command).strip().equals("yes");
    }

    /** Returns the rules of nftables, and of iptables; of these alone where there is no nft. */
    private PacketFilter filter() {
        List<PacketFilter> legacy =
                Stream.of("iptables", "ip6tables").flatMap(it -> legacy(it).stream()).toList();
        if (!legacy.isEmpty() && !programs.isInstalled("nft")) {
            return legacy.stream().reduce(PacketFilter::and).orElseThrow();
        }
        PacketFilter rules = NftRuleset.parse(output(List.of("nft", "-j", "list", "ruleset")));
        return legacy.stream().reduce(rules, PacketFilter::and);
    }

    /** Returns the rules of iptables that are not in nftables; empty where its table is unused. */
    private Optional<PacketFilter> legacy(String name) {
        String tables = "/proc/net/" + name.replace("tables", "_tables") + "_names";
        if (files.text(tables).stream().flatMap(String::lines).noneMatch("filter"::equals)) {
            return Optional.empty();
        }
        String program = programs.isInstalled(name + "-legacy-save") ? name + "-legacy" : name;
        return Optional.of(
                LegacyIptables.parse(program, output(List.of(program + "-save", "-t", "filter"))));
    }

    private String output(List<String> command) {
        Programs.ProgramResult ended = programs.run(command, "", LIMIT);
        if (!ended.ok()) {
            throw WgIpCommands.failure(Failure.Kind.UNREADABLE, String.join(" ", command), ended);
        }
        return ended.out();
    }

    private Map<String, String> sysctls() {
        var values = new HashMap<String, String>();
        Stream.of(
                        "net.ipv4.ip_forward",
                        "net.ipv4.conf.%s.forwarding",
                        "net.ipv6.conf.all.forwarding",
                        "net.ipv6.conf.%s.force_forwarding")
                .forEach(sysctl -> {
                    String path = "/proc/sys/" + sysctl.replace('.', '/').replace("%s", name);
                    files.text(path)
                            .ifPresent(it -> values.put(sysctl.replace("%s", name), it.strip()));
                });
        return values;
    }

    private List<MtuProbe> probes(List<ProbeTarget> targets, int mtu) {
        List<MtuProbes.Target> ready =
                targets.stream()
                        .map(it ->
                                new MtuProbes.Target(
                                        it.host(),
                                        it.address(),
                                        it.endpoint().flatMap(this::carried)))
                        .toList();
        return new MtuProbes(programs).run(ready, mtu);
    }

    /** Returns the largest packet that the path to an endpoint carries in one piece. */
    private Optional<Integer> carried(Endpoint endpoint) {
        int overhead = TunnelMtu.overhead(endpoint.address().family());
        return device.pathMtus(List.of(endpoint.address())).stream()
                .findFirst()
                .map(path -> path - overhead);
    }
}
