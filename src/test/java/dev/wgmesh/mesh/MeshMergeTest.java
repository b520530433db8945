package dev.wgmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.testing.MeshFixture;
import org.junit.jupiter.api.Test;

/** What a mesh becomes with an earlier reading. */
class MeshMergeTest {
    private static final String A = "a.example.com mesh=10.0.0.1 at=203.0.113.1\n";
    private static final String B = "b.example.net mesh=10.0.0.2 at=198.51.100.2 site=home\n";

    private static void assertMerged(String expected, String now, String before) {
        Mesh merged = MeshMerge.merge(MeshFixture.read(now), MeshFixture.read(before));
        assertEquals(MeshFixture.read(expected), merged);
    }

    @Test
    void what_was_read_counts() {
        assertMerged(A, A, A + B);
        assertMerged(A + B, A + B, A);
        String moved = "b.example.net mesh=10.0.0.3\n";
        assertMerged(A + moved, A + moved, A + B);
    }

    @Test
    void an_answer_that_failed_is_as_it_was() {
        assertMerged(A + B, A + "b.example.net key=fails mesh=fails at=fails meta=fails", A + B);
        assertMerged(
                "policy pool=10.0.0.0/24\n" + A,
                "policy fails\n" + A,
                "policy pool=10.0.0.0/24\n" + A);
    }

    @Test
    void a_family_that_failed_is_as_it_was() {
        String both = "b.example.net mesh=10.0.0.2,fd00::2\n";
        assertMerged(A + both, A + "b.example.net mesh=10.0.0.2 mesh6=fails", A + both);
    }

    @Test
    void what_nobody_knows_stays_failed() {
        String failed = A + "b.example.net key=fails mesh=10.0.0.2";
        assertMerged(failed, failed, A);
    }

    @Test
    void a_sub_list_that_failed_keeps_its_members() {
        String eu = "list _p2p.eu.example.com\nb.eu.example.com mesh=10.0.0.2\n";
        assertMerged(A + eu, A + "list _p2p.eu.example.com fails", A + eu);
        assertMerged(A, A, A + eu);
    }
}
