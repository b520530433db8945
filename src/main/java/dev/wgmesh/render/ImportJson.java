package dev.wgmesh.render;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.ImportedMember;
import dev.wgmesh.plan.ImportedMesh;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/import}. */
public final class ImportJson {
    private ImportJson() {}

    /** Returns the document of the members of a mesh that was made by hand. */
    public static JsonDocument mesh(MeshName mesh, ImportedMesh imported) {
        ObjectNode document = Json.document("import").put("mesh", mesh.text());
        ArrayNode members = document.putArray("members");
        for (ImportedMember member : imported.members()) {
            ObjectNode node = members.addObject().put("host", member.host().text());
            node.put("publicKey", member.key().base64());
            node.set("addresses", Json.strings(member.addresses()));
            node.set("nets", Json.strings(member.nets()));
            member.endpoint().ifPresent(it -> node.put("endpoint", it.toString()));
            node.put("behindNat", member.behindNat());
        }
        return new JsonDocument(document);
    }
}
