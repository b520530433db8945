package dev.wgmesh.command;

import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.EndpointRequest;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.KeyRequest;
import dev.wgmesh.provision.ListRequest;
import dev.wgmesh.render.SetupReport.Outcome;
import dev.wgmesh.render.SetupReport.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes this machine a node of a mesh, step by step; what has been done before stays as it is. */
final class NodeSetup {
    /** The name in problems of options, where none is given. */
    private static final HostName THIS_NODE = new HostName("this-node");

    private final CommandSession session;
    private final Locations places;
    private final MeshName mesh;
    private final NodeOptions node = new NodeOptions();
    private final Path keyFile;
    private final List<String> placeWords;
    private final NodeService service;
    private final SetupLog log;

    /**
     * Creates the setup of one node.
     *
     * @param placeWords the options that name places, as a command line has them
     */
    NodeSetup(
            CommandSession session,
            Locations places,
            MeshName mesh,
            NodeOptions.InterfaceOptions device,
            Path keyFile,
            List<String> placeWords,
            NodeService service) {
        this.session = session;
        this.places = places;
        this.mesh = mesh;
        this.keyFile = keyFile;
        this.placeWords = placeWords;
        this.service = service;
        this.log = new SetupLog(session, mesh, device.name);
        node.device = device;
        node.key = Optional.of(keyFile);
    }

    /**
     * Does every step that is left.
     *
     * @param given the name of this node; empty: it is known by its key or its machine
     * @throws Failure INPUT, UNREADABLE or REFUSED where a step cannot be done; those before it are
     */
    ExitCode run(
            Optional<HostName> given,
            List<EndpointRequest> endpoints,
            MetadataOptions metadata,
            Confirmation consent)
            throws InterruptedException {
        metadata.of(given.orElse(THIS_NODE)); // a wrong value is reported first
        requireRootAndTools();
        var key = new NodeKey(session, node.device, keyFile);
        boolean isNew = key.create();
        PublicKey own = key.publicKey();
        log.step(
                Subject.KEY,
                isNew ? Outcome.CHANGED : Outcome.UNCHANGED,
                keyFile + (isNew ? " created" : " exists") + ", its public key is " + own);
        NodeSource source = node.source(session, places);
        Mesh read = source.read(mesh);
        if (read.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
            String why = problem.where() + ": " + problem.what();
            log.step(Subject.MEMBER, Outcome.SKIPPED, "not known, as DNS cannot be read: " + why);
            return configure(source, given, consent);
        }
        requireMesh(read, source);
        var membership = new NodeMembership(session, places, mesh, key.all());
        Optional<Member> found = membership.find(read, given);
        boolean describes =
                !endpoints.isEmpty() || metadata.site.isPresent() || metadata.nat.isPresent();
        if (found.isPresent() && !describes) {
            Member member = found.get();
            return member(
                    source, member.name(), member.addresses().all(), Outcome.UNCHANGED, consent);
        }
        HostName host = found.map(Member::name).orElseGet(() -> membership.hostOr(given));
        var request = request(host, own, endpoints, metadata);
        return switch (membership.join(request, consent, receipts())) {
            case NodeMembership.Joined joined ->
                    member(
                            source,
                            host,
                            joined.addresses(),
                            joined.changed() ? Outcome.CHANGED : Outcome.UNCHANGED,
                            consent);
            case NodeMembership.Missing _ when found.isPresent() -> {
                session.warn(
                        List.of(
                                new Problem(
                                        host.text(),
                                        "is a member already; its endpoint, site and NAT were not"
                                                + " changed",
                                        "run where the zone can be written: wg-mesh set "
                                                + host
                                                + described(request))));
                yield member(
                        source, host, found.get().addresses().all(), Outcome.UNCHANGED, consent);
            }
            case NodeMembership.Missing missing -> {
                log.send(
                        host,
                        joinCommand(request),
                        missing.records(),
                        read.ttl(),
                        command("up", mesh.text(), host.text()));
                yield ExitCode.FINDINGS_OR_CHANGES;
            }
        };
    }

    private ExitCode member(
            NodeSource source,
            HostName host,
            List<IpAddress> addresses,
            Outcome outcome,
            Confirmation consent)
            throws InterruptedException {
        String text = addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        String verb = outcome == Outcome.CHANGED ? " joined " : " is a member of ";
        log.step(
                Subject.MEMBER,
                outcome,
                host + verb + mesh + (text.isEmpty() ? "" : " with " + text));
        return configure(source, Optional.of(host), consent);
    }

    private void requireRootAndTools() {
        var problems = new ArrayList<Problem>();
        if (!session.hostEnvironment().isRoot()) {
            problems.add(
                    new Problem(
                            "up",
                            "needs root, to configure " + node.device.name,
                            "run: sudo wg-mesh up " + mesh));
        }
        for (String program : List.of("wg", "ip")) {
            if (!session.programs().isInstalled(program)) {
                problems.add(
                        new Problem(
                                program,
                                "not installed, or not on PATH",
                                "install "
                                        + (program.equals("wg") ? "wireguard-tools" : "iproute2")));
            }
        }
        Failure.throwIfAny(Failure.Kind.UNREADABLE, problems);
    }

    private void requireMesh(Mesh read, NodeSource source) {
        if (read.root().hosts().isAbsent() && read.policy().isAbsent()) {
            throw Failure.input(
                    mesh + " TXT",
                    "no such mesh in " + source.open().description(),
                    "check the name, or create the mesh: wg-mesh init " + mesh + " --pool CIDR");
        }
    }

    private JoinRequest request(
            HostName host,
            PublicKey own,
            List<EndpointRequest> endpoints,
            MetadataOptions metadata) {
        return new JoinRequest(
                host,
                new ListRequest(mesh, Optional.empty()),
                new KeyRequest.ExplicitKey(own),
                new AddressRequest(List.of(), true, List.of()),
                endpoints.stream().map(EndpointRequest::endpoint).toList(),
                endpoints.stream().anyMatch(EndpointRequest::hasPort),
                metadata.of(host),
                Optional.empty());
    }

    private ReceiptStore receipts() {
        var options = new ReceiptOptions();
        options.stateDir = node.device.stateDir;
        return options.store(session);
    }

    private static String joinCommand(JoinRequest request) {
        var text = new StringBuilder("wg-mesh join ").append(request.host());
        text.append(" --mesh ").append(request.list().mesh());
        text.append(" --public-key ").append(request.key().key());
        return text.append(described(request)).toString();
    }

    /** Returns the options that give the endpoints and the metadata, each after a space. */
    private static String described(JoinRequest request) {
        var text = new StringBuilder();
        request.endpoints()
                .forEach(endpoint ->
                        text.append(" --endpoint ")
                                .append(request.hasPort() ? endpoint : endpoint.address()));
        request.metadata().site().ifPresent(site -> text.append(" --site ").append(site));
        request.metadata().nat().ifPresent(nat -> text.append(" --nat ").append(nat));
        return text.toString();
    }

    /** Applies the mesh once, and enables the service. */
    private ExitCode configure(NodeSource source, Optional<HostName> host, Confirmation consent)
            throws InterruptedException {
        PassRequest request = node.request(session, places, mesh, false);
        PassResult result = node.runOnce(session, source, new WakeupSignal(), request);
        var report = new PassReport(session, mesh, false);
        report.warn(result);
        String device = node.device.name;
        if (!result.isEmpty() && !session.json()) {
            session.print(report.changes(result));
        }
        boolean complete = report.exit(result) == ExitCode.SUCCESS;
        if (complete) {
            log.step(
                    Subject.INTERFACE,
                    result.isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGED,
                    result.isEmpty()
                            ? device + " is configured as DNS says"
                            : device + " configured");
        } else {
            log.step(
                    Subject.INTERFACE,
                    Outcome.NEEDED,
                    device + " is configured in part: see the messages");
        }
        String watch = command("apply", mesh.text(), "--watch");
        log.add(service.enable(consent, watch));
        log.end(host, result);
        return report.exit(result);
    }

    /** Returns a command line of this node: the words, and the options that are no defaults. */
    private String command(String... words) {
        var line = new ArrayList<>(List.of("wg-mesh"));
        line.addAll(List.of(words));
        if (!words[0].equals("up") || !keyFile.equals(UpCommand.defaultKey(node.device.name))) {
            line.addAll(List.of("--key", keyFile.toString()));
        }
        line.addAll(node.device.words());
        line.addAll(placeWords);
        return String.join(" ", line);
    }
}
