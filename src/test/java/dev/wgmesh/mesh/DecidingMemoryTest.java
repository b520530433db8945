package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.DevicePlanner;
import dev.wgmesh.testing.PooledMesh;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pass looks at each of 10,000 members: what it allocates for one of them is bounded. */
class DecidingMemoryTest {
    private static final int MEMBERS = 1000;

    /** With a stream for each question about a member it was four times as much. */
    private static final int MOST_OCTETS = 6000;

    @Test
    void deciding_allocates_little_for_each_member(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), PooledMesh.zone(MEMBERS));
        Mesh mesh = MeshReader.read(ZoneFolder.open(folder), new MeshName("_p2p.example.com"));
        var node =
                new NodeContext(
                        new SelfSelector.ByKey(PooledMesh.key(0), Optional.empty()),
                        "wg0",
                        Optional.empty(),
                        NodeFacts.NONE,
                        NodeState.EMPTY,
                        PassOptions.DEFAULT.creatingInterface(),
                        false,
                        Instant.EPOCH);
        DevicePlanner.plan(mesh, node);
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        DevicePlanner.plan(mesh, node);
        long octets = (thread.getCurrentThreadAllocatedBytes() - before) / MEMBERS;
        assertTrue(octets < MOST_OCTETS, octets + " octets a member");
    }
}
