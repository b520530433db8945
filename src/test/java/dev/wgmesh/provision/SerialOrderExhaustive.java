package dev.wgmesh.provision;

import static dev.wgmesh.provision.MeshWriters.host;
import static dev.wgmesh.provision.MeshWriters.join;
import static dev.wgmesh.provision.MeshWriters.leave;
import static dev.wgmesh.provision.MeshWriters.push;
import static dev.wgmesh.provision.MeshWriters.pushSaved;
import static dev.wgmesh.provision.MeshWriters.request;
import static dev.wgmesh.provision.MeshWriters.rollback;
import static dev.wgmesh.provision.MeshWriters.set;

import dev.wgmesh.model.HostName;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.testing.MemoryHosting;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The interleavings of {@link SerialOrderTest} that take longest: half a minute. */
class SerialOrderExhaustive {
    private static final String COM = InterleavingsTest.ZONE;
    private static final HostName A = host("node-a.example.com");
    private static final HostName B = host("node-b.example.com");
    private static final HostName D = host("node-d.example.com");
    private static final HostName E = host("node-e.example.com");

    @Test
    void a_push_a_join_and_a_set() {
        String copy = COM.replace("A 10.0.0.1\n", "A 10.0.0.3\n");
        var writers = List.of(push(Map.of("example.com", copy)), join(D), set(B, "10.0.0.3"));
        SerialOrderTest.visit(SerialOrderTest::one, writers, 1);
    }

    @Test
    void a_saved_plan_a_join_and_a_leave() {
        List<ZonePlan> saved = new Join(SerialOrderTest.one(), request(D)).plan().plans();
        SerialOrderTest.visit(
                SerialOrderTest::one, List.of(pushSaved(saved), join(E), leave(B)), 2);
    }

    @Test
    void a_rollback_a_push_and_a_join() {
        Supplier<MemoryHosting> start =
                () -> {
                    MemoryHosting left = SerialOrderTest.one();
                    SerialOrderTest.receipts(left, B);
                    return left;
                };
        var writers =
                List.of(
                        rollback(SerialOrderTest.receipts(SerialOrderTest.one(), B)),
                        push(Map.of("example.com", COM)),
                        join(D));
        SerialOrderTest.visit(start, writers, 1);
    }

    @Test
    void a_push_of_two_zones_and_a_set() {
        var copies =
                Map.of(
                        "example.com",
                        InterleavingsTest.ZONE_C,
                        "example.net",
                        InterleavingsTest.NET.replace("10.0.0.4", "10.0.0.5"));
        SerialOrderTest.visit(SerialOrderTest::two, List.of(push(copies), set(A, "10.0.0.9")), 1);
    }
}
