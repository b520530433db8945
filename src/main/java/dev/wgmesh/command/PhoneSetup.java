package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.keys.KeyFile;
import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Nat;
import dev.wgmesh.plan.StaticConfiguration;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.ConfigurationFormat;
import dev.wgmesh.render.QrCode;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * A member that is set up from this terminal, such as a phone: its private key is shown once, in
 * the QR code of its configuration. A mixin of {@code join}.
 */
final class PhoneSetup {
    @OptionGroup.In(OptionGroup.CHANGE)
    @Option(names = "--phone", description = "Show a QR code; only --key keeps the private key.")
    boolean phone;

    /**
     * Checks that the options can be combined.
     *
     * @param planned whether nothing is written
     * @throws Failure INPUT where they cannot
     */
    void check(CommandSession session, boolean planned, Optional<PublicKey> publicKey) {
        if (phone && publicKey.isPresent()) {
            throw Failure.input(
                    "--phone, --public-key",
                    "cannot be combined: the QR code has the private key",
                    "remove --public-key");
        }
        if (phone && (planned || session.json())) {
            throw Failure.input(
                    "--phone",
                    "cannot be combined with -n, --out, --emit or -o json",
                    "remove that option, or run wg-mesh export after the join");
        }
    }

    /** Returns the metadata of a phone: behind NAT unless something else was given. */
    Metadata metadata(Metadata given) {
        return phone && given.nat().isEmpty() ? given.withNat(Optional.of(Nat.YES)) : given;
    }

    /**
     * Prints the QR code of a host that has joined, or its configuration where that is too long. A
     * private key that is in no file is printed in any case.
     *
     * @param unsaved the private key, where it is in no file
     * @param inForce the key that the host publishes
     * @throws Failure REFUSED where the host has joined before, with a key that is not here
     */
    void show(
            CommandSession session,
            SourceFlags flags,
            HostName host,
            MeshName list,
            Optional<PrivateKey> unsaved,
            Optional<Path> file,
            PublicKey inForce) {
        PrivateKey key =
                unsaved.or(() ->
                                file.map(it ->
                                        KeyFile.read(
                                                        session.hostEnvironment()
                                                                .directory()
                                                                .resolve(it))
                                                .key()))
                        .filter(it -> it.publicKey().equals(inForce))
                        .orElseThrow(() ->
                                Failure.refused(
                                        host.text(),
                                        "has joined already, with the public key " + inForce,
                                        "give its key file: --key FILE; or remove the host first:"
                                                + " wg-mesh leave "
                                                + host));
        try {
            Mesh mesh =
                    new MeshLoader(session, flags, new LockOption())
                            .meshOf(host, Optional.of(list))
                            .mesh();
            Member member =
                    MemberSearch.find(mesh, host)
                            .orElseThrow(() ->
                                    Failure.unreadable(
                                            host.text(),
                                            "is not in the list yet",
                                            "wait until DNS has it, then run: wg-mesh export "
                                                    + host));
            var configuration =
                    StaticConfiguration.of(
                            mesh, member, session.hostEnvironment().clock().instant());
            session.warn(configuration.problems());
            session.print(printed(session, configuration, key));
        } catch (Failure failure) {
            unsaved.ifPresent(it -> session.println("PrivateKey = " + it.reveal()));
            throw failure;
        }
    }

    private static String printed(
            CommandSession session, StaticConfiguration configuration, PrivateKey key) {
        try {
            return QrCode.of(configuration, key).text(session.colour());
        } catch (Failure tooLong) {
            session.warn(tooLong.problems());
            return ConfigurationFormat.WG_QUICK
                    .files(configuration, "wg0", Optional.of(key))
                    .getFirst()
                    .text();
        }
    }
}
