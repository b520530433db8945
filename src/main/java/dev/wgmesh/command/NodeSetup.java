package dev.wgmesh.command;

import dev.wgmesh.apply.PassRequest;
import dev.wgmesh.apply.PassResult;
import dev.wgmesh.apply.WakeupSignal;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.config.Locations;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.KeyFiles;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.EndpointRequest;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.KeyRequest;
import dev.wgmesh.provision.ListRequest;
import dev.wgmesh.render.SetupReport;
import dev.wgmesh.render.SetupReport.Outcome;
import dev.wgmesh.render.SetupReport.Step;
import dev.wgmesh.render.SetupReport.Subject;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes this machine a node of a mesh, step by step; what has been done before stays as it is. */
final class NodeSetup {
    private final CommandSession session;
    private final Locations places;
    private final MeshName mesh;
    private final NodeOptions node = new NodeOptions();
    private final Path keyFile;
    private final List<String> placeWords;
    private final NodeService service;
    private final List<Step> steps = new ArrayList<>();

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
        requireRootAndTools();
        PublicKey own = key();
        NodeSource source = node.source(session, places);
        Mesh read = source.read(mesh);
        var membership = new NodeMembership(session, places, mesh, keys(own));
        if (read.root().hosts() instanceof DnsAnswer.Failed<List<HostName>>(Problem problem)) {
            step(
                    Subject.MEMBER,
                    Outcome.SKIPPED,
                    "not known: " + problem.where() + ": " + problem.what());
            return configure(source, given, consent);
        }
        requireMesh(read, source);
        Optional<Member> found = membership.find(read, given);
        if (found.isPresent()) {
            Member member = found.get();
            step(
                    Subject.MEMBER,
                    Outcome.UNCHANGED,
                    member.name()
                            + " is a member of "
                            + mesh
                            + addresses(member.addresses().all()));
            return configure(source, Optional.of(member.name()), consent);
        }
        var request = request(membership.hostOr(given), own, endpoints, metadata);
        return switch (membership.join(request, consent, receipts())) {
            case NodeMembership.Joined joined -> {
                step(
                        Subject.MEMBER,
                        Outcome.CHANGED,
                        request.host() + " joined " + mesh + addresses(joined.addresses()));
                yield configure(source, Optional.of(request.host()), consent);
            }
            case NodeMembership.Missing missing -> send(request, missing.records(), read.ttl());
        };
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

    /** Returns the public key of the key file, which is made where it is missing. */
    private PublicKey key() {
        Path file = path();
        if (PrivateFile.exists(file)) {
            PublicKey key = KeyFile.read(file).key().publicKey();
            step(Subject.KEY, Outcome.UNCHANGED, keyFile + " exists, its public key is " + key);
            return key;
        }
        requireNoKeyOnInterface();
        PrivateKey made = PrivateKey.generate(session.hostEnvironment().randomness());
        new NewKeyFile(file, CommandSession.SETTINGS_FOLDER).create(made);
        step(
                Subject.KEY,
                Outcome.CHANGED,
                keyFile + " created, its public key is " + made.publicKey());
        return made.publicKey();
    }

    /** A new key would cut the sessions of an interface that is in use. */
    private void requireNoKeyOnInterface() {
        String device = node.device.name;
        node.device
                .open(session)
                .read()
                .device()
                .flatMap(DeviceState::key)
                .ifPresent(key -> {
                    throw Failure.refused(
                            "interface " + device,
                            "has the key " + key + " already, and " + keyFile + " does not exist",
                            "save its private key, then run this again: (umask 077; wg show "
                                    + device
                                    + " private-key > "
                                    + keyFile
                                    + ")");
                });
    }

    private Path path() {
        return session.hostEnvironment().directory().resolve(keyFile);
    }

    /** Returns the keys of this node: during a rotation it has two. */
    private Set<PublicKey> keys(PublicKey own) {
        var keys = new HashSet<>(Set.of(own));
        Path next = KeyFiles.nextOf(path());
        if (PrivateFile.exists(next)) {
            keys.add(KeyFile.read(next).key().publicKey());
        }
        return keys;
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

    /** Ends with what another machine must do. */
    private ExitCode send(JoinRequest request, String records, Duration ttl) {
        step(
                Subject.MEMBER,
                Outcome.NEEDED,
                request.host()
                        + " is not a member of "
                        + mesh
                        + ", and no place to write its records is named");
        String command = joinCommand(request);
        if (session.json()) {
            session.print(
                    report(Optional.of(request.host()), Optional.of(command), List.of(), List.of())
                            .document());
        } else {
            session.print(
                    """

                    Send this command to an administrator of the zone. The private key stays here.
                    %s
                    """
                            .formatted(command));
            if (!records.isEmpty()) {
                session.print(
                        "\nOr send these records, for a zone that is edited by hand.\n" + records);
            }
            session.print(
                    """

                    When the records are there, and at most %d s (the TTL of the list) later, run:
                    wg-mesh up %s %s
                    """
                            .formatted(ttl.toSeconds(), mesh, request.host()));
        }
        return ExitCode.FINDINGS_OR_CHANGES;
    }

    private static String joinCommand(JoinRequest request) {
        var text = new StringBuilder("wg-mesh join ").append(request.host());
        text.append(" --mesh ").append(request.list().mesh());
        text.append(" --public-key ").append(request.key().key());
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
            step(
                    Subject.INTERFACE,
                    result.isEmpty() ? Outcome.UNCHANGED : Outcome.CHANGED,
                    result.isEmpty()
                            ? device + " is configured as DNS says"
                            : device + " configured");
        } else {
            step(
                    Subject.INTERFACE,
                    Outcome.NEEDED,
                    device + " is configured in part: see the messages");
        }
        String watch = watchCommand();
        add(service.enable(consent, watch));
        end(host, result);
        return report.exit(result);
    }

    private void end(Optional<HostName> host, PassResult result) {
        if (session.json()) {
            List<PlannedChange> changes =
                    result.plans().stream().map(DevicePlan::changes).flatMap(List::stream).toList();
            List<Problem> problems =
                    Stream.of(result.failed(), result.heldBack(), result.problems())
                            .flatMap(List::stream)
                            .toList();
            session.print(report(host, Optional.empty(), changes, problems).document());
            return;
        }
        if (steps.stream().noneMatch(step -> step.outcome() == Outcome.CHANGED)) {
            session.println("nothing changed");
        }
        session.print(
                """

                wg-mesh status      how each member is reached now
                wg-mesh why HOST    what is between this node and a member
                wg-mesh doctor      what on this machine is in the way
                """);
        boolean follows = steps.getLast().outcome() != Outcome.SKIPPED;
        session.println(
                "Members that join later need no step on this node"
                        + (follows ? "." : " while wg-mesh apply --watch runs."));
    }

    private SetupReport report(
            Optional<HostName> host,
            Optional<String> send,
            List<PlannedChange> changes,
            List<Problem> problems) {
        return new SetupReport(mesh, host, node.device.name, steps, send, changes, problems);
    }

    private static String addresses(List<IpAddress> addresses) {
        return addresses.isEmpty()
                ? ""
                : " with "
                        + addresses.stream()
                                .map(IpAddress::toString)
                                .collect(Collectors.joining(", "));
    }

    private String watchCommand() {
        var words =
                new ArrayList<>(
                        List.of("wg-mesh", "apply", "--watch", "--key", keyFile.toString()));
        words.addAll(node.device.words());
        words.addAll(placeWords);
        words.add(mesh.text());
        return String.join(" ", words);
    }

    private void step(Subject subject, Outcome outcome, String message) {
        add(new Step(subject, outcome, message));
    }

    /** Takes a step that ended, and says so at once. */
    private void add(Step step) {
        steps.add(step);
        if (!session.json()) {
            session.println(step.line());
            session.flushStdout();
        }
    }
}
