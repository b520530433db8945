package dev.wgmesh.command;

import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZonePlan;
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
    private final NodeOptions node;
    private final Path keyFile;
    private final List<String> placeWords;
    private final NodeService service;
    private final boolean dryRun;
    private final NodeKey key;
    private final SetupLog log;

    /**
     * Creates the setup of one node.
     *
     * @param node with the key file, which need not exist
     * @param placeWords the options that name places, as a command line has them
     * @param dryRun whether each step is only shown
     */
    NodeSetup(
            CommandSession session,
            Locations places,
            MeshName mesh,
            NodeOptions node,
            List<String> placeWords,
            NodeService service,
            boolean dryRun) {
        this.session = session;
        this.places = places;
        this.mesh = mesh;
        this.node = node;
        this.keyFile = node.key.orElseThrow();
        this.placeWords = placeWords;
        this.service = service;
        this.dryRun = dryRun;
        this.key = new NodeKey(session, node.device, keyFile);
        this.log = new SetupLog(session, mesh, node.device.name);
    }

    /**
     * Does every step that is left.
     *
     * @param given the name of this node; empty: it is known by its key or its machine
     * @throws Failure INPUT, UNREADABLE or REFUSED where a step cannot be done; those before it are
     */
    ExitCode run(Optional<HostName> given, ReachOptions reach, Confirmation consent)
            throws InterruptedException {
        reach.metadata(given.orElse(THIS_NODE)); // a wrong value is reported first
        requireRootAndTools();
        boolean isNew = !key.exists();
        PrivateKey own = key(isNew);
        NodeSource source = node.source(session, places);
        Mesh read = source.read(mesh);
        if (read.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
            String why = problem.where() + ": " + problem.what();
            log.step(Subject.MEMBER, Outcome.SKIPPED, "not known, as DNS cannot be read: " + why);
            return configure(source, own, given, consent);
        }
        requireMesh(read, source);
        var membership = new NodeMembership(session, places, mesh, key.all(own));
        Optional<Member> found = membership.find(read, given);
        if (found.isPresent() && !reach.isGiven()) {
            member(found.get().name(), found.get().addresses().all(), Outcome.UNCHANGED);
            return configure(source, own, found.map(Member::name), consent);
        }
        HostName host = found.map(Member::name).orElseGet(() -> membership.hostOr(given));
        JoinRequest request = request(host, own.publicKey(), reach);
        NodeMembership.Result joined =
                dryRun ? membership.plan(request) : membership.join(request, consent, receipts());
        NodeSource next = source;
        switch (joined) {
            case NodeMembership.Joined(List<IpAddress> addresses, boolean changed) ->
                    member(host, addresses, changed ? Outcome.CHANGED : Outcome.UNCHANGED);
            case NodeMembership.Planned(List<IpAddress> addresses, List<ZonePlan> plans) -> {
                log.planned(plans);
                member(host, addresses, plans.isEmpty() ? Outcome.UNCHANGED : Outcome.PLANNED);
                next = source.with(plans);
            }
            case NodeMembership.Missing _ when found.isPresent() -> {
                warnUnchanged(host, reach);
                member(host, found.get().addresses().all(), Outcome.UNCHANGED);
            }
            case NodeMembership.Missing _ when isNew && dryRun -> {
                log.endWithoutKey(host);
                return ExitCode.FINDINGS_OR_CHANGES;
            }
            case NodeMembership.Missing(String records) -> {
                log.send(
                        host,
                        joinCommand(request, reach),
                        records,
                        read.ttl(),
                        command("up", mesh.text(), host.text()));
                return ExitCode.FINDINGS_OR_CHANGES;
            }
        }
        return configure(next, own, Optional.of(host), consent);
    }

    /** Returns the key of this node, which a dry run does not save. */
    private PrivateKey key(boolean isNew) {
        PrivateKey own = isNew ? key.generate() : key.read();
        if (isNew && dryRun) {
            log.step(
                    Subject.KEY,
                    Outcome.PLANNED,
                    keyFile + " would be created; its public key below is a sample");
            return own;
        }
        if (isNew) {
            key.save(own);
        }
        log.step(
                Subject.KEY,
                isNew ? Outcome.CHANGED : Outcome.UNCHANGED,
                keyFile
                        + (isNew ? " created" : " exists")
                        + ", its public key is "
                        + own.publicKey());
        return own;
    }

    private void member(HostName host, List<IpAddress> addresses, Outcome outcome) {
        String text = addresses.stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        String verb =
                switch (outcome) {
                    case CHANGED -> " joined ";
                    case PLANNED -> " would join ";
                    case UNCHANGED, SKIPPED, NEEDED -> " is a member of ";
                };
        log.step(
                Subject.MEMBER,
                outcome,
                host + verb + mesh + (text.isEmpty() ? "" : " with " + text));
    }

    private void warnUnchanged(HostName host, ReachOptions reach) {
        String set = "wg-mesh set " + host + " " + String.join(" ", reach.words());
        session.warn(
                List.of(
                        new Problem(
                                host.text(),
                                "is a member already; its endpoint, site and NAT were not changed",
                                "run where the zone can be written: " + set)));
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

    private JoinRequest request(HostName host, PublicKey own, ReachOptions reach) {
        return new JoinRequest(
                host,
                new ListRequest(mesh, Optional.empty()),
                new KeyRequest.ExplicitKey(own),
                new AddressRequest(List.of(), true, List.of()),
                reach.endpoints(),
                reach.hasPort(),
                reach.metadata(host),
                Optional.empty());
    }

    private ReceiptStore receipts() {
        var options = new ReceiptOptions();
        options.stateDir = node.device.stateDir;
        return options.store(session);
    }

    private static String joinCommand(JoinRequest request, ReachOptions reach) {
        var words = new ArrayList<>(List.of("wg-mesh", "join", request.host().text()));
        words.addAll(List.of("--mesh", request.list().mesh().text()));
        words.addAll(List.of("--public-key", request.key().key().base64()));
        words.addAll(reach.words());
        return String.join(" ", words);
    }

    /** Applies the mesh once, and enables the service. */
    private ExitCode configure(
            NodeSource source, PrivateKey own, Optional<HostName> host, Confirmation consent)
            throws InterruptedException {
        PassRequest request = node.request(session, places, mesh, false, Optional.of(own));
        var wakeup = new WakeupSignal();
        PassResult result =
                dryRun
                        ? node.pass(session, source, wakeup).plan(request)
                        : node.runOnce(session, source, wakeup, request);
        var report = new PassReport(session, mesh, false);
        report.warn(result);
        String device = node.device.name;
        if (!result.isEmpty() && !session.json()) {
            session.print(report.changes(result));
        }
        boolean complete = report.exit(result) == ExitCode.SUCCESS;
        if (complete && result.isEmpty()) {
            String same = device + " is configured as DNS says";
            log.step(Subject.INTERFACE, Outcome.UNCHANGED, same);
        } else if (complete && dryRun) {
            log.step(Subject.INTERFACE, Outcome.PLANNED, device + " would be configured");
        } else if (complete) {
            log.step(Subject.INTERFACE, Outcome.CHANGED, device + " configured");
        } else {
            log.step(
                    Subject.INTERFACE,
                    Outcome.NEEDED,
                    device
                            + (dryRun ? " would be" : " is")
                            + " configured in part: see the messages");
        }
        String watch = command("apply", mesh.text(), "--watch");
        log.add(dryRun ? service.plan(watch) : service.enable(consent, watch));
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
