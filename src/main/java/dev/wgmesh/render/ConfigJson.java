package dev.wgmesh.render;

import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document {@code wg-mesh/config}: the configuration in effect and where it comes from.
 *
 * @param files where a wg-mesh.toml is looked for, in order
 * @param besideFolder the folder {@code ./zones}
 * @param mesh of commands that name none
 * @param zones the host of each zone, by apex
 * @param elsewhere the locations of all other names, in order
 * @param resolvers of this machine
 * @param stateFolder the default folder of state files
 * @param receiptFolder the default folder of receipts and the audit log
 * @param dnssec what validation requires of the answers of resolvers
 * @param dnssecAnchor the file of trust anchors; empty: the keys of the root zone
 * @param signers that members need; empty: no lock
 * @param signatures how many of the signers must have signed a member
 */
public record ConfigJson(
        List<Entry> files,
        Entry besideFolder,
        Optional<MeshName> mesh,
        Map<Name, Location.Host> zones,
        List<Location> elsewhere,
        List<String> resolvers,
        String stateFolder,
        String receiptFolder,
        DnssecMode dnssec,
        Optional<String> dnssecAnchor,
        List<VerifyKey> signers,
        int signatures) {
    /** A path that configuration may come from, and the state of the path. */
    public record Entry(String path, String state) {}

    /** Returns the document. */
    public JsonDocument document() {
        ObjectNode document = Json.document("config");
        ArrayNode array = document.putArray("files");
        files.forEach(entry -> put(array.addObject(), entry));
        put(document.putObject("besideFolder"), besideFolder);
        mesh.ifPresent(name -> document.put("mesh", name.text()));
        ArrayNode hosts = document.putArray("zones");
        zones.forEach((apex, host) ->
                LocationJson.write(host, hosts.addObject().put("zone", apex(apex))));
        ArrayNode others = document.putArray("elsewhere");
        elsewhere.forEach(location -> LocationJson.write(location, others.addObject()));
        document.set("resolvers", Json.strings(resolvers));
        document.put("stateFolder", stateFolder).put("receiptFolder", receiptFolder);
        document.put("dnssec", dnssec.toString());
        dnssecAnchor.ifPresent(file -> document.put("dnssecAnchor", file));
        if (!signers.isEmpty()) {
            ObjectNode lock = document.putObject("lock");
            StateFields.put(lock, "signers", signers);
            lock.put("required", signatures);
        }
        return new JsonDocument(document);
    }

    private static void put(ObjectNode node, Entry entry) {
        node.put("path", entry.path()).put("state", entry.state());
    }

    private static String apex(Name apex) {
        return apex.toString(true);
    }
}
