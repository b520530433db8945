package dev.wgmesh.render;

import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/publish}: endpoints that were written to DNS. */
public final class PublishJson {
    private PublishJson() {}

    /** Returns the text of the document. */
    public static String text(MeshName mesh, SortedMap<HostName, List<Endpoint>> written) {
        ObjectNode document = Json.document("publish").put("mesh", mesh.text());
        ArrayNode members = document.putArray("written");
        written.forEach((host, endpoints) ->
                members.addObject()
                        .put("host", host.text())
                        .set("endpoints", Json.strings(endpoints)));
        document.putArray("problems");
        return Json.text(document);
    }
}
