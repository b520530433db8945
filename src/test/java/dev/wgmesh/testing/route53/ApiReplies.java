package dev.wgmesh.testing.route53;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The API's replies as XML. */
final class ApiReplies {
    private ApiReplies() {}

    /** A page of zones; {@code following} come after it. */
    static Xml zones(List<FakeHostedZone> zones, List<FakeHostedZone> following, int page) {
        Xml xml = new Xml("ListHostedZonesResponse").open("HostedZones");
        zones.forEach(zone -> zone(xml, zone));
        xml.close().leaf("IsTruncated", !following.isEmpty());
        following.stream().limit(1).forEach(zone -> xml.leaf("NextMarker", zone.id()));
        return xml.leaf("MaxItems", page);
    }

    static Xml zonesByName(List<FakeHostedZone> zones, List<FakeHostedZone> following, int page) {
        Xml xml = new Xml("ListHostedZonesByNameResponse").open("HostedZones");
        zones.forEach(zone -> zone(xml, zone));
        xml.close().leaf("IsTruncated", !following.isEmpty());
        following.stream()
                .limit(1)
                .forEach(zone ->
                        xml.leaf("NextDNSName", zone.name()).leaf("NextHostedZoneId", zone.id()));
        return xml.leaf("MaxItems", page);
    }

    static Xml zone(FakeHostedZone zone) {
        Xml xml = new Xml("GetHostedZoneResponse");
        zone(xml, zone);
        return xml;
    }

    private static void zone(Xml xml, FakeHostedZone zone) {
        xml.open("HostedZone").leaf("Id", "/hostedzone/" + zone.id()).leaf("Name", zone.name());
        xml.leaf("CallerReference", "made for " + zone.id()).open("Config");
        if (!zone.comment().isEmpty()) {
            xml.leaf("Comment", zone.comment());
        }
        xml.leaf("PrivateZone", zone.isPrivate()).close();
        xml.leaf("ResourceRecordSetCount", zone.sets().size()).close();
    }

    static Xml sets(List<RecordSet> sets, List<RecordSet> following, int page) {
        Xml xml = new Xml("ListResourceRecordSetsResponse").open("ResourceRecordSets");
        sets.forEach(set -> set(xml, set));
        xml.close().leaf("IsTruncated", !following.isEmpty()).leaf("MaxItems", page);
        following.stream()
                .limit(1)
                .forEach(next -> {
                    xml.leaf("NextRecordName", next.name()).leaf("NextRecordType", next.type());
                    if (!next.identifier().isEmpty()) {
                        xml.leaf("NextRecordIdentifier", next.identifier());
                    }
                });
        return xml;
    }

    private static void set(Xml xml, RecordSet set) {
        xml.open("ResourceRecordSet").leaf("Name", set.name()).leaf("Type", set.type());
        if (!set.identifier().isEmpty()) {
            xml.leaf("SetIdentifier", set.identifier());
        }
        if (set.ttl() >= 0) {
            xml.leaf("TTL", set.ttl());
        }
        if (!set.values().isEmpty()) {
            xml.open("ResourceRecords");
            set.values().forEach(v -> xml.open("ResourceRecord").leaf("Value", v).close());
            xml.close();
        }
        var groups = new TreeMap<String, Map<String, String>>();
        set.routing()
                .forEach((path, value) -> {
                    String[] parts = path.split("/", 2);
                    if (parts.length == 1) {
                        xml.leaf(path, value);
                    } else {
                        groups.computeIfAbsent(parts[0], _ -> new TreeMap<>()).put(parts[1], value);
                    }
                });
        groups.forEach((group, leaves) -> {
            xml.open(group);
            leaves.forEach(xml::leaf);
            xml.close();
        });
        xml.close();
    }

    static Xml change(String root, String id, boolean inSync, Instant submitted, String comment) {
        Xml xml = new Xml(root).open("ChangeInfo").leaf("Id", "/change/" + id);
        xml.leaf("Status", inSync ? "INSYNC" : "PENDING").leaf("SubmittedAt", submitted);
        if (!comment.isEmpty()) {
            xml.leaf("Comment", comment);
        }
        return xml;
    }

    static Xml refusal(ApiError refused, String requestId) {
        String message =
                refused.code().equals("InvalidChangeBatch")
                        ? "[" + String.join(", ", refused.messages()) + "]"
                        : String.join(" ", refused.messages());
        return new Xml("ErrorResponse")
                .open("Error")
                .leaf("Type", refused.status() < 500 ? "Sender" : "Receiver")
                .leaf("Code", refused.code())
                .leaf("Message", message)
                .close()
                .leaf("RequestId", requestId);
    }
}
