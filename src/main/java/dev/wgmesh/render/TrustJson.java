package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/trust}: a key of a member that this node trusts. */
public final class TrustJson {
    private TrustJson() {}

    /**
     * Returns the document of a key.
     *
     * @param before the key that was trusted until now; empty: nothing changed
     */
    public static JsonDocument trust(
            MeshName mesh,
            String device,
            HostName host,
            PublicKey key,
            Optional<PublicKey> before) {
        ObjectNode document = Json.document("trust").put("mesh", mesh.text());
        document.put("interface", device).put("host", host.text()).put("key", key.base64());
        before.ifPresent(it -> document.put("before", it.base64()));
        document.putArray("problems");
        return new JsonDocument(document);
    }
}
