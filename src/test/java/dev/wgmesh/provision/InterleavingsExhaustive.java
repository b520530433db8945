package dev.wgmesh.provision;

import static dev.wgmesh.provision.MeshWriters.host;
import static dev.wgmesh.provision.MeshWriters.join;
import static dev.wgmesh.provision.MeshWriters.leave;
import static dev.wgmesh.provision.MeshWriters.set;
import static dev.wgmesh.provision.MeshWriters.setPolicy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.HostName;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.testing.MemoryHosting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every interleaving of three writers of one zone, and of two across zones; takes a minute. */
class InterleavingsExhaustive {
    private static final HostName A = host("node-a.example.com");
    private static final HostName B = host("node-b.example.com");
    private static final HostName C = host("node-c.example.net");
    private static final HostName F = host("node-f.example.net");
    private static final HostName D = host("node-d.example.com");
    private static final HostName E = host("node-e.example.com");

    @Test
    void a_join_a_set_and_a_leave_never_lose_a_member_or_double_an_address() {
        // All want 10.0.0.3: the first that is free, the one chosen, and the one let go beside it.
        InterleavingsTest.visit(List.of(join(D), set(A, "10.0.0.3"), leave(B)), true);
    }

    @Test
    void two_joins_and_a_set_never_lose_a_member_or_double_an_address() {
        InterleavingsTest.visit(List.of(join(D), join(E), set(A, "10.0.0.3")), true);
    }

    @Test
    void a_join_and_a_set_stay_inside_a_policy_that_is_changed_at_the_same_time() {
        InterleavingsTest.visit(
                List.of(join(D), set(A, "10.0.0.9"), setPolicy("10.0.0.0/29")), true);
    }

    @Test
    void a_join_and_a_leave_of_one_host_end_as_one_after_the_other() {
        InterleavingsTest.visit(List.of(join(B), leave(B), join(D)), true);
    }

    @Test
    void across_zones_every_end_is_whole_and_no_list_names_a_host_that_never_had_records() {
        var start =
                new MemoryHosting()
                        .with("example.com", InterleavingsTest.ZONE_C)
                        .with("example.net", InterleavingsTest.NET);
        var writers = List.of(join(F), set(C, "10.0.0.3"));
        var visited =
                new Interleavings(writers, true, 1, new MeshLaws.AcrossZones(List.of(C)))
                        .explore(start.snapshot());
        assertTrue(visited.ends() > 0);
    }

    @Test
    void across_zones_a_join_and_a_leave_of_one_host_end_with_the_later_one() {
        var start =
                new MemoryHosting()
                        .with("example.com", InterleavingsTest.ZONE_C)
                        .with("example.net", InterleavingsTest.NET);
        var writers = List.of(join(C), leave(C));
        var visited =
                new Interleavings(writers, true, 1, new MeshLaws.AcrossZones(List.of(C)))
                        .explore(start.snapshot());
        assertTrue(visited.ends() > 0);
    }
}
