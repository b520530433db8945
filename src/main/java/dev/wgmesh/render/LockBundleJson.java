package dev.wgmesh.render;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.lock.LockBundle;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/lock-bundle}, written and read. */
public final class LockBundleJson {
    private static final String KIND = "lock-bundle";
    private static final String SIGNATURE = "expected v=1 signer=ID exp=TIME sig=BASE64";

    private LockBundleJson() {}

    /** Returns whether a text says that it is a bundle, whatever else is in it. */
    public static boolean isBundle(String text) {
        return text.contains("\"wg-mesh/" + KIND + "\"");
    }

    /** Returns the document of a bundle. */
    public static JsonDocument document(LockBundle bundle) {
        ObjectNode root = Json.document("lock-bundle").put("mesh", bundle.mesh().text());
        var members = root.putArray("members");
        for (LockBundle.Entry entry : bundle.members()) {
            SignedRecords records = entry.records();
            ObjectNode node = members.addObject().put("host", records.host().text());
            node.put("key", records.key().base64());
            StateFields.put(node, "nextKey", records.nextKey());
            StateFields.put(node, "addresses", records.addresses());
            StateFields.put(node, "nets", records.nets());
            StateFields.put(node, "present", entry.present());
            StateFields.put(node, "signatures", entry.signatures());
        }
        StateFields.put(root, "signers", bundle.signers());
        return new JsonDocument(root);
    }

    /**
     * Returns the bundle in a text; it may come from somebody else, and no signature in it is
     * checked.
     *
     * @param file what messages call the text
     * @throws dev.wgmesh.problem.Failure INPUT with everything that is wrong with it
     */
    public static LockBundle read(String text, String file) {
        return JsonText.read(
                text,
                file,
                KIND,
                "make a bundle: wg-mesh lock request --out FILE",
                root -> {
                    var mesh = root.one("mesh", MeshName::parse, StateFields.MESH);
                    var members =
                            root.objects(
                                    "members", fields -> mesh.flatMap(name -> entry(fields, name)));
                    var signers =
                            root.list(
                                    "signers",
                                    signer -> VerifyKey.parse(signer).valid(),
                                    "expected a signer's public key");
                    return root.ifGood(() ->
                            new LockBundle(
                                    mesh.orElseThrow(),
                                    members.orElseThrow(),
                                    signers.orElseThrow()));
                });
    }

    private static Optional<LockBundle.Entry> entry(FieldReader fields, MeshName mesh) {
        var host = fields.one("host", HostName::parse, StateFields.HOST);
        var key = fields.one("key", StateFields::key, StateFields.KEY);
        var nextKey = StateFields.optional(fields, "nextKey", StateFields::key, StateFields.KEY);
        var addresses = fields.list("addresses", IpAddress::parse, StateFields.ADDRESS);
        var nets = StateFields.prefixes(fields, "nets");
        var present = signatures(fields, "present");
        var signatures = signatures(fields, "signatures");
        return fields.ifGood(() ->
                new LockBundle.Entry(
                        new SignedRecords(
                                mesh,
                                host.orElseThrow(),
                                key.orElseThrow(),
                                nextKey,
                                addresses.orElseThrow(),
                                nets.orElseThrow()),
                        present.orElseThrow(),
                        signatures.orElseThrow()));
    }

    private static Optional<List<MemberSignature>> signatures(FieldReader fields, String name) {
        return fields.list(name, MemberSignature::parse, SIGNATURE);
    }
}
