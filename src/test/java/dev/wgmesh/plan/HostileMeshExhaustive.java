package dev.wgmesh.plan;

import org.junit.jupiter.api.Test;

/** The property of {@link HostileMeshTest} on many meshes: minutes of CPU. */
class HostileMeshExhaustive {
    @Test
    void a_hundred_thousand_hostile_meshes_take_nothing() {
        HostileMeshTest.check(100_000);
    }
}
