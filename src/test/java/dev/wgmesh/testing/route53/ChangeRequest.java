package dev.wgmesh.testing.route53;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What a ChangeResourceRecordSets request asks for.
 *
 * @param comment empty: none
 */
record ChangeRequest(String comment, List<Item> items) {
    /** Characters of a comment at the most. */
    private static final int MAX_COMMENT = 256;

    private static final Set<String> ACTIONS = Set.of("CREATE", "DELETE", "UPSERT");

    /** The record types that Route53 hosts. */
    private static final Set<String> TYPES =
            Set.of(
                    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA",
                    "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT");

    /** The elements of a set that say how it is routed. */
    private static final List<String> ROUTING =
            List.of("Weight", "Region", "Failover", "MultiValueAnswer", "HealthCheckId");

    /** One change of a batch. */
    record Item(String action, RecordSet set) {}

    /** Reads a request, as strictly as its schema says. */
    static ChangeRequest of(Element root) throws ApiError {
        if (!root.getLocalName().equals("ChangeResourceRecordSetsRequest")
                || !Xml.NAMESPACE.equals(root.getNamespaceURI())) {
            throw ApiError.input("no ChangeResourceRecordSetsRequest of " + Xml.NAMESPACE);
        }
        String comment = Xml.text(root, "Comment");
        if (comment.length() > MAX_COMMENT) {
            throw ApiError.input(
                    "1 validation error detected: Value at 'changeBatch.comment' failed to satisfy"
                            + " constraint: Member must have length less than or equal to 256");
        }
        var items = new ArrayList<Item>();
        for (Element change : Xml.all(root, "Change")) {
            items.add(item(change));
        }
        if (items.isEmpty()) {
            throw ApiError.input("Invalid XML ; a batch has a change");
        }
        return new ChangeRequest(comment, List.copyOf(items));
    }

    private static Item item(Element change) throws ApiError {
        String action = Xml.text(change, "Action");
        String type = Xml.text(change, "Type");
        String name = DomainNames.listed(Xml.text(change, "Name"));
        if (!ACTIONS.contains(action)) {
            throw ApiError.input("Invalid XML ; '" + action + "' is no action");
        }
        if (!TYPES.contains(type)) {
            throw ApiError.input("Invalid XML ; '" + type + "' is no type");
        }
        List<String> values =
                Xml.all(change, "ResourceRecord").stream().map(r -> Xml.text(r, "Value")).toList();
        var routing = new HashMap<String, String>();
        for (String element : ROUTING) {
            if (!Xml.all(change, element).isEmpty()) {
                routing.put(element, Xml.text(change, element));
            }
        }
        if (!Xml.all(change, "AliasTarget").isEmpty()) {
            for (String part : List.of("HostedZoneId", "DNSName", "EvaluateTargetHealth")) {
                routing.put("AliasTarget/" + part, Xml.text(change, part));
            }
        }
        return new Item(
                action,
                new RecordSet(
                        name,
                        type,
                        Xml.text(change, "SetIdentifier"),
                        ttl(change, action, name, type, routing),
                        values,
                        routing));
    }

    private static long ttl(
            Element change, String action, String name, String type, Map<String, String> routing)
            throws ApiError {
        String text = Xml.text(change, "TTL");
        boolean alias = routing.containsKey("AliasTarget/DNSName");
        if (alias && text.isEmpty()) {
            return -1;
        }
        if (alias || !text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw ApiError.input(
                    "Invalid request: Missing field 'TTL' in Change with [Action="
                            + action
                            + ", Name="
                            + name
                            + ", Type="
                            + type
                            + ", SetIdentifier=null]");
        }
        return Long.parseLong(text);
    }
}
