package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.CommandLog;
import dev.wgmesh.device.DeviceFactory;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.plan.ConfiguredInterface;
import dev.wgmesh.plan.ImportedMember;
import dev.wgmesh.plan.ImportedMesh;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.CommitResult;
import dev.wgmesh.provision.Import;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.KeyRequest;
import dev.wgmesh.provision.ListRequest;
import dev.wgmesh.render.ImportJson;
import dev.wgmesh.render.WgQuickReader;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: makes the machines of a mesh that was made by hand members. */
@OptionGroup.In(OptionGroup.CHANGE)
@Command(
        name = "import",
        description = {
            ImportCommand.SUMMARY,
            "Reads the files of wg-quick of all machines, or of some: peers become",
            "members, too. Names: the comment before a section, or --name. Then apply",
            "on each machine takes the interface over without a lost session."
        },
        footer = {
            "  wg-mesh import a.conf b.conf c.conf --mesh _p2p.example.com -n",
            "  wg-mesh import wg0.conf --name KEY=node-b.example.com",
            "  wg-mesh import --interface wg0 --name KEY=node-b.example.com"
        })
final class ImportCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Add the machines of a hand-made WireGuard mesh.";

    /** Characters of the longest name of an interface (netdevice(7)). */
    private static final int LONGEST_NAME = 15;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files of wg-quick, such as /etc/wireguard/wg0.conf.")
    List<Path> files = List.of();

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            description = "Import from this WireGuard interface.")
    Optional<String> device = Optional.empty();

    @Option(
            names = "--mesh",
            paramLabel = "MESH",
            completionCandidates = MeshCandidates.class,
            description = "Mesh (default: wg-mesh.toml, or the only one at hand).")
    Optional<MeshName> mesh = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "KEY=HOST",
            description = "Name of the machine with this key; repeatable.")
    List<String> names = List.of();

    @Mixin TtlOption ttl = new TtlOption();
    @Mixin IntentOptions write = new IntentOptions();

    @Override
    public ExitCode run(CommandSession session) throws InterruptedException {
        Locations places = session.locations(write.flags());
        ImportedMesh imported = ImportedMesh.of(sources(session), names());
        MeshName list = places.mesh(mesh.or(session.shellState()::currentMesh));
        var hosting = new ConfiguredHosting(session, places);
        List<Name> owners =
                Stream.concat(
                                Stream.of(Question.name(list)),
                                imported.members().stream()
                                        .map(it -> OwnerNames.wireguard(it.host())))
                        .toList();
        var change = new ChangeReport(session, write, hosting, owners);
        var task =
                new Import(
                        hosting, imported.members().stream().map(it -> request(it, list)).toList());
        session.warn(imported.notes());
        device.ifPresent(name -> session.warn(List.of(observed(name))));
        if (change.isPlanned()) {
            return change.planned(task.plan(), () -> ImportJson.mesh(list, imported));
        }
        CommitResult done =
                task.run(() -> write.patience(session), write.listener(session, hosting::hostOf));
        return change.done(
                done, () -> ImportJson.mesh(list, imported), text(list, imported.members(), done));
    }

    private List<ImportedMesh.Source> sources(CommandSession session) {
        if (files.isEmpty() && device.isEmpty()) {
            throw Failure.input(
                    "wg-mesh import",
                    "nothing to import",
                    "give the files of wg-quick, or --interface wg0");
        }
        var sources = new ArrayList<ImportedMesh.Source>();
        for (Path file : files) {
            String text = PrivateFile.read(session.hostEnvironment().directory().resolve(file));
            sources.add(
                    new ImportedMesh.Source(
                            file.toString(), WgQuickReader.read(text, file.toString())));
        }
        device.ifPresent(name ->
                sources.add(
                        new ImportedMesh.Source(
                                name, ConfiguredInterface.of(device(session, name)))));
        return sources;
    }

    private static Problem observed(String device) {
        return new Problem(
                device,
                "has the endpoints that it sees now, also of machines behind NAT",
                "of those, run: wg-mesh set HOST --nat yes --no-endpoint");
    }

    private static DeviceState device(CommandSession session, String name) {
        if (name.length() > LONGEST_NAME) {
            throw Failure.input(
                    "--interface " + name,
                    "is longer than " + LONGEST_NAME + " characters, as no interface is",
                    "see the interfaces: wg show interfaces");
        }
        return DeviceFactory.system(
                        name,
                        session.hostEnvironment().programs(),
                        CommandLog.NONE,
                        DeviceFactory.RESOLV_CONF)
                .read()
                .device()
                .orElseThrow(() ->
                        Failure.input(
                                "--interface " + name,
                                "does not exist, or is not a WireGuard interface",
                                "see the interfaces: wg show interfaces"));
    }

    private Map<PublicKey, HostName> names() {
        var hosts = new LinkedHashMap<PublicKey, HostName>();
        var problems = new ArrayList<Problem>();
        for (String text : names) {
            int last = text.lastIndexOf('=');
            Optional<PublicKey> key = PublicKey.parse(text.substring(0, Math.max(last, 0))).valid();
            Optional<HostName> host = HostName.parse(text.substring(last + 1));
            if (key.isPresent() && host.isPresent()) {
                hosts.put(key.get(), host.get());
            } else {
                problems.add(
                        new Problem(
                                "--name " + SecretRedaction.quote(text),
                                "is not KEY=HOST",
                                "give the public key, =, and the host name"));
            }
        }
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        return hosts;
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }

    private JoinRequest request(ImportedMember member, MeshName list) {
        Metadata metadata =
                Metadata.NONE
                        .withNets(member.nets())
                        .withNat(member.behindNat() ? Optional.of(Nat.YES) : Optional.empty());
        return new JoinRequest(
                member.host(),
                new ListRequest(list, Optional.empty()),
                new KeyRequest.ExplicitKey(member.key()),
                new AddressRequest(member.addresses(), false, List.of()),
                member.endpoint().stream().toList(),
                metadata,
                ttl.duration());
    }

    private static String text(MeshName list, List<ImportedMember> members, CommitResult done) {
        var text = new StringBuilder();
        for (ImportedMember member : members) {
            text.append(member.host() + " " + member.addresses() + "\n");
        }
        return text
                + (done.plans().isEmpty()
                        ? "all are members of " + list + " already\n"
                        : "imported into " + list + "\n");
    }
}
