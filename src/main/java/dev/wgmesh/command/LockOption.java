package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.config.Locations;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.VerifyKeyFile;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The signers that members need: a mixin of every command that reads a mesh. */
final class LockOption {
    @OptionGroup.In(OptionGroup.SAFETY)
    @Option(
            names = "--lock",
            paramLabel = "FILE",
            description = "Public keys of signers; other members do not count.")
    Optional<Path> lock = Optional.empty();

    /**
     * Returns the lock of the file, else of wg-mesh.toml; empty where neither names a signer.
     *
     * @throws dev.wgmesh.problem.Failure where the file cannot be used
     */
    Optional<Lock> lock(CommandSession session, Locations places) {
        return places.settings()
                .lock()
                .lock(
                        lock.map(session.hostEnvironment().directory()::resolve)
                                .map(VerifyKeyFile::read));
    }

    /** Reads a mesh; with a lock, members that it does not accept are unresolved. */
    static Mesh read(CommandSession session, DnsSource source, MeshName name, Optional<Lock> lock) {
        return reading(session, source, name, lock).mesh();
    }

    /** Reads the same mesh, and returns its answers too. */
    static MeshReader.Reading reading(
            CommandSession session, DnsSource source, MeshName name, Optional<Lock> lock) {
        if (lock.isEmpty()) {
            return MeshReader.readWithAnswers(source, name);
        }
        MeshReader.SignedReading reading = MeshReader.readSigned(source, name);
        Mesh locked =
                LockedMesh.of(
                                reading.mesh(),
                                reading.signatures(),
                                lock.get(),
                                session.hostEnvironment().clock().instant())
                        .mesh();
        return new MeshReader.Reading(locked, reading.answers());
    }
}
