package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A JSON document to print; made in this package only. */
public final class JsonDocument {
    private final ObjectNode node;

    JsonDocument(ObjectNode node) {
        this.node = node;
    }

    /** Returns the document {@code wg-mesh/version}. */
    public static JsonDocument version(String wgMesh, String java) {
        ObjectNode document = Json.document("version").put("wgMesh", wgMesh).put("java", java);
        document.putArray("problems");
        return new JsonDocument(document);
    }

    /** Returns the document {@code wg-mesh/serve}: the address that a server listens at. */
    public static JsonDocument serve(String address) {
        return new JsonDocument(Json.document("serve").put("address", address));
    }

    /** Returns the document {@code wg-mesh/problems} of a command that failed. */
    public static JsonDocument problems(List<Problem> problems) {
        ObjectNode document = Json.document("problems");
        document.set("problems", Json.problems(problems));
        return new JsonDocument(document);
    }

    ObjectNode node() {
        return node;
    }

    /** Returns indented text that ends with a line feed. */
    public String text() {
        return Json.text(node);
    }

    /** Returns one line that ends with a line feed, for documents that follow one another. */
    public String line() {
        return Json.line(node);
    }
}
