package dev.wgmesh.command;

import dev.wgmesh.apply.KeyTrust;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MemberCandidates;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.TrustJson;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code trust}: accepts a key of a member that changed without a next-key. */
@Command(
        name = "trust",
        description = {
            TrustCommand.SUMMARY,
            "apply reports a key that changed without a next-key, and with --pin keeps",
            "the key before it. Ask the owner of the host for its key first."
        },
        footer = {
            "  wg-mesh trust node-b.example.net",
            "  wg-mesh trust node-b.example.net --mesh _p2p.example.com -i wg1"
        })
final class TrustCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Trust the new key of a member on this node.";

    @Parameters(
            paramLabel = "HOST",
            completionCandidates = MemberCandidates.class,
            description = "Host name of the member.")
    Optional<HostName> host = Optional.empty();

    @Mixin InterfaceMeshOption named = new InterfaceMeshOption();
    @Mixin NodeOptions.InterfaceOptions device = new NodeOptions.InterfaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        HostName member = host.orElseThrow();
        var trust = new KeyTrust(device.states(session));
        List<MeshName> meshes =
                trust.meshesOf(member, device.name).stream()
                        .filter(it -> named.mesh.isEmpty() || named.mesh.get().equals(it))
                        .toList();
        if (meshes.isEmpty()) {
            return unknown(session, member);
        }
        if (meshes.size() > 1) {
            throw Failure.input(
                    member.text(),
                    "is in several meshes of "
                            + device.name
                            + ": "
                            + meshes.stream().map(MeshName::text).collect(Collectors.joining(", ")),
                    "name one: --mesh " + meshes.getFirst());
        }
        MeshName name = meshes.getFirst();
        Optional<KeyTrust.Result> result = trust.trust(name, device.name, member);
        if (result.isEmpty()) {
            return unknown(session, member);
        }
        KeyTrust.Result trusted = result.get();
        if (session.json()) {
            session.print(
                    TrustJson.trust(name, device.name, member, trusted.key(), trusted.before()));
        } else {
            session.println(
                    trusted.before()
                            .map(before ->
                                    member
                                            + ": trusts the key "
                                            + trusted.key()
                                            + " in place of "
                                            + before)
                            .orElseGet(() -> member + ": already trusts the key " + trusted.key()));
        }
        return ExitCode.SUCCESS;
    }

    private ExitCode unknown(CommandSession session, HostName member) {
        var problem =
                new Problem(
                        member.text(),
                        "is not a member that this node knows on "
                                + device.name
                                + named.mesh.map(it -> " in " + it).orElse(""),
                        "see the members: wg-mesh plan");
        if (session.json()) {
            session.print(JsonDocument.problems(List.of(problem)));
        }
        session.error(List.of(problem));
        return ExitCode.INPUT;
    }
}
