package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshRefresh;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the mesh of a node at each pass of {@code --watch}: asks only what may have changed, and
 * decodes only where something was asked.
 */
final class WatchSource implements MeshSource {
    private final NodeSource node;
    private final MeshRefresh refresh;
    private Optional<Mesh> last = Optional.empty();

    WatchSource(NodeSource node) {
        this.node = node;
        this.refresh = new MeshRefresh(node.session().hostEnvironment().clock());
    }

    @Override
    public Mesh read(MeshName name) {
        DnsSource source = node.open();
        if (!source.honoursTtl()) {
            return node.read(name, source);
        }
        MeshRefresh.Reading reading = refresh.begin(source, name);
        Optional<Duration> ttl = reading.unchangedFor();
        if (ttl.isPresent() && last.isPresent() && node.signers().isEmpty()) {
            Mesh before = last.get();
            return new Mesh(name, before.lists(), before.members(), before.problems(), ttl.get());
        }
        Mesh mesh = node.read(name, reading);
        reading.end();
        last = Optional.of(mesh);
        return mesh;
    }

    @Override
    public void forget() {
        refresh.forget();
    }

    @Override
    public List<ContactAddress> contacts() {
        return node.contacts();
    }
}
