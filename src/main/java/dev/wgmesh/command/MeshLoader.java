package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.DnssecLog;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockedMesh;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.MeshDnssec;
import java.util.Optional;

/** Reads the mesh that a command is about. */
final class MeshLoader {
    private final CommandSession session;
    private final Locations places;
    private final Optional<Lock> lock;

    MeshLoader(CommandSession session, SourceFlags flags, LockOption lock) {
        this.session = session;
        this.places = session.locations(flags);
        this.lock = lock.lock(session, places);
    }

    /** A mesh, and what DNSSEC says about its records. */
    record Loaded(Mesh mesh, MeshDnssec dnssec) {}

    /** Returns the source of every name. */
    DnsSource source() {
        return session.logging(places.source());
    }

    /**
     * Returns the mesh given, else the one in use, else that of wg-mesh.toml or the local zones.
     */
    Loaded mesh(Optional<MeshName> named) {
        return read(places.mesh(named.or(session.shellState()::currentMesh)));
    }

    /**
     * Returns the mesh given, else the one in use, else the nearest above the host, else the only
     * one in the local zones: a member may be in another zone than its mesh.
     */
    Loaded meshOf(HostName host, Optional<MeshName> named) {
        return read(
                named.or(session.shellState()::currentMesh)
                        .or(() -> places.settings().mesh())
                        .orElseGet(() -> nearest(host)));
    }

    private MeshName nearest(HostName host) {
        try {
            return places.meshOf(host);
        } catch (Failure none) {
            if (none.kind() != Failure.Kind.INPUT) {
                throw none;
            }
            try {
                return places.mesh(Optional.empty());
            } catch (Failure _) {
                throw none;
            }
        }
    }

    /** Reads a mesh and prints its problems as warnings. */
    private Loaded read(MeshName name) {
        DnsSource source = source();
        MeshReader.Reading reading = LockOption.reading(session, source, name, lock);
        Mesh mesh = reading.mesh();
        if (mesh.root().hosts().isFailed()) {
            throw new Failure(Failure.Kind.UNREADABLE, mesh.problems());
        }
        if (mesh.root().hosts().isAbsent()
                && mesh.policy().isAbsent()
                && mesh.members().isEmpty()) {
            throw Failure.input(
                    name + " TXT",
                    "no such mesh in " + source.description(),
                    "check the name, or create the mesh: wg-mesh init");
        }
        session.shellState().addNames(mesh);
        session.warn(mesh.problems());
        session.warn(LockedMesh.endingSoon(mesh, session.hostEnvironment().clock().instant()));
        DnssecLog log = places.dnssecLog();
        return new Loaded(
                mesh,
                log.isEmpty()
                        ? MeshDnssec.NONE
                        : MeshDnssec.of(mesh, reading.answers(), log::result));
    }
}
