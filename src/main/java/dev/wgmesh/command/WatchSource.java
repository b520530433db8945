package dev.wgmesh.command;

import dev.wgmesh.apply.MeshSource;
import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshRefresh;
import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import java.time.Duration;
import java.time.Instant;
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
    private boolean readAnew;

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
        readAnew = false;
        if (ttl.isPresent() && last.isPresent() && areSignaturesValid(last.get())) {
            Mesh before = last.get();
            return new Mesh(name, before.lists(), before.members(), before.problems(), ttl.get());
        }
        Mesh mesh = node.read(name, reading);
        reading.end();
        last = Optional.of(mesh);
        readAnew = true;
        return mesh;
    }

    /** Returns whether the last reading asked and decoded, which leaves much garbage. */
    boolean readAnew() {
        return readAnew;
    }

    /**
     * Returns whether no signature that made a member count has ended. One that was refused before
     * is checked again with the next answers, within an hour.
     */
    private boolean areSignaturesValid(Mesh mesh) {
        Instant now = node.session().hostEnvironment().clock().instant();
        return mesh.members().stream()
                .flatMap(member -> member.signedUntil().stream())
                .allMatch(now::isBefore);
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
