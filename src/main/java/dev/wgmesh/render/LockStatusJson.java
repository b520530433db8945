package dev.wgmesh.render;

import dev.wgmesh.lock.Lock;
import dev.wgmesh.lock.LockStatus;
import dev.wgmesh.lock.SignatureCheck;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The documents {@code wg-mesh/lock} and {@code wg-mesh/signer}. */
public final class LockStatusJson {
    private LockStatusJson() {}

    /** Returns the document of a new signer: its public key and id. */
    public static JsonDocument signer(String key, String id) {
        return new JsonDocument(Json.document("signer").put("publicKey", key).put("id", id));
    }

    /** Returns the document of the members that a lock accepts, and why not the others. */
    public static JsonDocument status(
            MeshName mesh, Lock lock, List<LockStatus> statuses, List<Problem> problems) {
        ObjectNode root = Json.document("lock").put("mesh", mesh.text());
        StateFields.put(root, "signers", lock.signers());
        root.put("required", lock.required());
        var members = root.putArray("members");
        for (LockStatus status : statuses) {
            ObjectNode node = members.addObject().put("host", status.host().text());
            node.put("accepted", status.until().isPresent());
            StateFields.put(node, "until", status.until());
            status.problem().ifPresent(problem -> node.put("reason", problem.what()));
            var signatures = node.putArray("signatures");
            for (SignatureCheck check : status.checks()) {
                ObjectNode signature = signatures.addObject();
                check.signature()
                        .ifPresent(it ->
                                signature
                                        .put("signer", it.signer())
                                        .put("expires", it.expires().toString()));
                String verdict = check.verdict().name().toLowerCase(Locale.ROOT);
                signature.put("verdict", verdict.replace('_', '-'));
            }
        }
        root.set("problems", Json.problems(problems));
        return new JsonDocument(root);
    }
}
