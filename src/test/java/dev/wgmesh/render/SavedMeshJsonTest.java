package dev.wgmesh.render;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.model.Mesh;
import dev.wgmesh.testing.RandomMesh;
import dev.wgmesh.testing.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SavedMeshJsonTest {
    @Test
    void only_the_octets_of_its_text_are_the_document_of_a_mesh() {
        Seeds.check(
                100,
                random -> {
                    Mesh mesh = new RandomMesh(random).mesh();
                    byte[] octets = SavedMeshJson.text(mesh).getBytes(US_ASCII);
                    assertTrue(SavedMeshJson.isDocument(octets, mesh));
                    int at = random.nextInt(octets.length);
                    assertFalse(SavedMeshJson.isDocument(Arrays.copyOf(octets, at), mesh));
                    assertFalse(
                            SavedMeshJson.isDocument(
                                    Arrays.copyOf(octets, octets.length + 1), mesh));
                    octets[at] ^= (byte) (1 << random.nextInt(8));
                    assertFalse(SavedMeshJson.isDocument(octets, mesh), "octet " + at);
                });
    }
}
