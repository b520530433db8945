package dev.wgmesh.render;

import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Policy;
import dev.wgmesh.zone.MeshDnssec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A mesh for programs. What DNS does not have is left out; what could not be read is left out too
 * and named in the member's {@code unread}.
 */
record MeshJson() implements MeshPrinter {
    @Override
    public String mesh(Mesh mesh, MeshDnssec dnssec) {
        ObjectNode document = Json.document("mesh").put("mesh", mesh.name().text());
        document.put("ttl", mesh.ttl().toSeconds());
        ArrayNode lists = document.putArray("lists");
        mesh.lists().forEach(list -> lists.add(list(list, dnssec)));
        ArrayNode members = document.putArray("members");
        mesh.members().forEach(member -> members.add(member(member, dnssec)));
        document.set("problems", Json.problems(mesh.problems()));
        return Json.text(document);
    }

    @Override
    public String member(Mesh mesh, Member member, MeshDnssec dnssec) {
        ObjectNode document = Json.document("member").put("mesh", mesh.name().text());
        document.set("member", member(member, dnssec));
        document.set("problems", Json.problems(mesh.problems()));
        return Json.text(document);
    }

    private static ObjectNode list(MemberList list, MeshDnssec dnssec) {
        ObjectNode node = Json.object().put("name", list.name().text());
        list.parent().ifPresent(parent -> node.put("parent", parent.text()));
        list.hosts().found().ifPresent(hosts -> node.put("members", hosts.size()));
        list.policy().found().ifPresent(policy -> node.set("policy", policy(policy)));
        put(node, Optional.ofNullable(dnssec.lists().get(list.name())));
        return node;
    }

    private static void put(ObjectNode node, Optional<DnssecResult> dnssec) {
        dnssec.ifPresent(result -> {
            node.put("dnssec", result.status().toString());
            if (!result.reason().isEmpty()) {
                node.put("dnssecReason", result.reason());
            }
        });
    }

    private static ObjectNode policy(Policy policy) {
        ObjectNode node = Json.object();
        node.set("pools", Json.strings(policy.pools()));
        node.set("allow", Json.strings(policy.allow()));
        policy.paths().ifPresent(paths -> node.put("paths", paths.toString()));
        policy.ttl().ifPresent(ttl -> node.put("ttl", ttl.toSeconds()));
        policy.psk().ifPresent(psk -> node.put("psk", psk.toString()));
        return node;
    }

    private static ObjectNode member(Member member, MeshDnssec dnssec) {
        ObjectNode node = Json.object().put("name", member.name().text());
        node.put("list", member.list().text());
        member.key().found().ifPresent(key -> node.put("publicKey", key.base64()));
        member.metadataOrNone().nextKey().ifPresent(key -> node.put("nextKey", key.base64()));
        node.set("addresses", Json.strings(member.addresses().all()));
        node.set("nets", Json.strings(member.metadataOrNone().nets()));
        node.set("endpoints", targets(member.endpoints()));
        node.set("reflexive", targets(member.reflexive()));
        member.metadataOrNone().site().ifPresent(site -> node.put("site", site));
        StateFields.putNat(new TreeFields(node), member.metadataOrNone().nat());
        if (member.metadataOrNone().services().relays()) {
            node.put("relay", true);
        }
        member.metadataOrNone()
                .services()
                .observerPort()
                .ifPresent(port -> node.put("observerPort", port));
        member.signedUntil().ifPresent(end -> node.put("signedUntil", end.toString()));
        node.set("other", Json.strings(member.metadataOrNone().other()));
        node.set("unread", Json.strings(unread(member)));
        put(node, Optional.ofNullable(dnssec.members().get(member.name())));
        return node;
    }

    private static ArrayNode targets(List<EndpointTarget> targets) {
        ArrayNode array = Json.strings(List.of());
        for (EndpointTarget target : targets) {
            ObjectNode node =
                    array.addObject().put("name", target.name().text()).put("port", target.port());
            node.set("addresses", Json.strings(target.addresses().all()));
        }
        return array;
    }

    private static List<String> unread(Member member) {
        var parts = new ArrayList<String>();
        if (member.key().isFailed()) {
            parts.add("publicKey");
        }
        if (member.addresses().anyFailed()) {
            parts.add("addresses");
        }
        if (member.endpoints().stream().anyMatch(t -> t.addresses().anyFailed())) {
            parts.add("endpoints");
        }
        if (member.metadata().isFailed()) {
            parts.add("metadata");
        }
        return parts;
    }
}
