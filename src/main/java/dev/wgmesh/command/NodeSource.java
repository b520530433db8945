package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.config.Locations;
import dev.wgmesh.device.SshSession;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.PlannedSource;
import dev.wgmesh.lock.Lock;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ZonePlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the mesh of a node anew at each pass, and knows what the node needs for that.
 *
 * @param signers whose signatures make members count; empty: none are needed
 * @param planned changes that count as committed
 */
record NodeSource(
        CommandSession session, Locations places, Optional<Lock> signers, List<ZonePlan> planned)
        implements MeshSource {
    /** Creates a source of what is there now. */
    NodeSource(CommandSession session, Locations places, Optional<Lock> signers) {
        this(session, places, signers, List.of());
    }

    @Override
    public Mesh read(MeshName name) {
        return read(name, open());
    }

    /** Returns the source of every name, as it is now. */
    DnsSource open() {
        DnsSource source = session.logging(places.source());
        return planned.isEmpty() ? source : new PlannedSource(source, planned);
    }

    /** Returns a source that reads as if the plans were committed. */
    NodeSource with(List<ZonePlan> plans) {
        return new NodeSource(session, places, signers, plans);
    }

    /** Reads the mesh from this source. */
    Mesh read(MeshName name, DnsSource source) {
        Mesh mesh = LockOption.read(session, source, name, signers);
        session.shellState().addNames(mesh);
        return mesh;
    }

    @Override
    public List<ContactAddress> contacts() {
        var outside = session.hostEnvironment();
        return Stream.concat(
                        places.contacts().stream(),
                        SshSession.client(outside.environment(), outside.processes()).stream())
                .toList();
    }
}
