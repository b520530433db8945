package dev.wgmesh.render;

import dev.wgmesh.mesh.ObservedEndpoint;
import dev.wgmesh.mesh.ObservedMember;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.HostName;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What observers said about a member, in the state of a node. */
final class ObservedMemberJson {
    private ObservedMemberJson() {}

    static void put(ObjectNode node, ObservedMember member) {
        node.put("host", member.host().text());
        var endpoints = node.putArray("endpoints");
        for (ObservedEndpoint seen : member.endpoints()) {
            endpoints
                    .addObject()
                    .put("endpoint", seen.endpoint().toString())
                    .put("observer", seen.observer().text())
                    .put("until", seen.until().toString());
        }
        node.put("slot", member.slot());
        node.put("asked", member.asked());
        node.put("tries", member.tries());
    }

    static Optional<ObservedMember> read(FieldReader fields) {
        var host = fields.one("host", HostName::parse, StateFields.HOST);
        var endpoints = fields.objects("endpoints", ObservedMemberJson::endpoint);
        var slot = fields.number("slot");
        var asked = StateFields.integer(fields, "asked");
        var tries = StateFields.integer(fields, "tries");
        return fields.ifGood(() ->
                new ObservedMember(
                        host.orElseThrow(),
                        endpoints.orElseThrow(),
                        slot.orElseThrow(),
                        asked.orElseThrow(),
                        tries.orElseThrow()));
    }

    private static Optional<ObservedEndpoint> endpoint(FieldReader fields) {
        var endpoint = fields.one("endpoint", Endpoint::parse, StateFields.ENDPOINT);
        var observer = fields.one("observer", HostName::parse, StateFields.HOST);
        var until = fields.one("until", StateFields::time, StateFields.TIME);
        return fields.ifGood(() ->
                new ObservedEndpoint(
                        endpoint.orElseThrow(), observer.orElseThrow(), until.orElseThrow()));
    }
}
