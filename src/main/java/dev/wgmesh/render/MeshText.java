package dev.wgmesh.render;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.DnssecResult;
import dev.wgmesh.model.DnssecStatus;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.EndpointTarget;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.Policy;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.zone.MeshDnssec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A mesh for people; what is absent is {@code -}, what could not be read {@code ?}. */
record MeshText(TerminalColour colour) implements MeshPrinter {
    private static final String ABSENT = "-";
    private static final String UNKNOWN = "?";

    @Override
    public String mesh(Mesh mesh, MeshDnssec dnssec) {
        if (mesh.members().isEmpty()) {
            return mesh.name() + " has no members\n";
        }
        boolean subLists = mesh.lists().size() > 1;
        var headings = new ArrayList<>(List.of("MEMBER", "ADDRESSES", "ENDPOINTS", "SITE", "KEY"));
        if (!dnssec.isEmpty()) {
            headings.add("DNSSEC");
        }
        if (subLists) {
            headings.add("LIST");
        }
        var rows = new ArrayList<List<String>>();
        for (Member member : mesh.members()) {
            var row =
                    new ArrayList<>(
                            List.of(
                                    member.name().text(),
                                    addresses(member),
                                    endpoints(member),
                                    site(member),
                                    key(member)));
            if (!dnssec.isEmpty()) {
                row.add(status(dnssec.members().get(member.name())));
            }
            if (subLists) {
                row.add(member.list().text());
            }
            rows.add(row);
        }
        return new TextTable(headings, rows).text(colour) + presharedKeys(mesh) + reasons(dnssec);
    }

    /** Returns what the policy of the mesh says of preshared keys. */
    private static String presharedKeys(Mesh mesh) {
        return mesh.root()
                .policy()
                .found()
                .flatMap(Policy::psk)
                .map(mode -> "preshared keys: " + mode + "\n")
                .orElse("");
    }

    /** Returns the status of each list, and of each member that is not secure, with its reason. */
    private String reasons(MeshDnssec dnssec) {
        var rows = new ArrayList<List<String>>();
        dnssec.lists()
                .forEach((list, result) ->
                        rows.add(List.of(list.text(), status(result), result.reason())));
        dnssec.members()
                .forEach((member, result) -> {
                    if (result.status() != DnssecStatus.SECURE) {
                        rows.add(List.of(member.text(), status(result), result.reason()));
                    }
                });
        return rows.isEmpty()
                ? ""
                : "\n" + new TextTable(List.of("NAME", "DNSSEC", "REASON"), rows).text(colour);
    }

    private static String status(@Nullable DnssecResult result) {
        return result == null ? ABSENT : result.status().toString();
    }

    @Override
    public String member(Mesh mesh, Member member, MeshDnssec dnssec) {
        var text = new StringBuilder(colour.bold(member.name().text())).append('\n');
        line(text, "mesh", mesh.name().text());
        if (!member.list().equals(mesh.name())) {
            line(text, "list", member.list().text());
        }
        line(text, "key", key(member));
        member.metadataOrNone().nextKey().ifPresent(key -> line(text, "next key", key.base64()));
        line(text, "addresses", addresses(member));
        if (!member.metadataOrNone().nets().isEmpty()) {
            line(text, "nets", joined(member.metadataOrNone().nets()));
        }
        line(text, "endpoints", endpoints(member));
        if (!member.reflexive().isEmpty()) {
            line(text, "reflexive", targets(member.reflexive()));
        }
        line(text, "site", site(member));
        member.metadataOrNone().nat().ifPresent(nat -> line(text, "nat", nat.toString()));
        if (member.metadataOrNone().services().relays()) {
            line(text, "relay", "yes");
        }
        member.metadataOrNone()
                .services()
                .observerPort()
                .ifPresent(port -> line(text, "observer", "port " + port));
        if (!member.metadataOrNone().other().isEmpty()) {
            line(
                    text,
                    "other",
                    PrintableText.of(String.join(", ", member.metadataOrNone().other())));
        }
        Optional.ofNullable(dnssec.members().get(member.name()))
                .ifPresent(result ->
                        line(
                                text,
                                "dnssec",
                                result.reason().isEmpty()
                                        ? status(result)
                                        : status(result) + ": " + result.reason()));
        return text.toString();
    }

    private void line(StringBuilder text, String name, String value) {
        text.append("  ").append(colour.dim(name)).repeat(' ', 11 - name.length());
        text.append(value).append('\n');
    }

    private static String key(Member member) {
        return switch (member.key()) {
            case DnsAnswer.Found<PublicKey>(PublicKey key, _) -> key.base64();
            case DnsAnswer.Absent<PublicKey> _ -> ABSENT;
            case DnsAnswer.Failed<PublicKey> _ -> UNKNOWN;
        };
    }

    private static String addresses(Member member) {
        String known = joined(member.addresses().all());
        if (member.addresses().anyFailed()) {
            return known.isEmpty() ? UNKNOWN : known + ", " + UNKNOWN;
        }
        return known.isEmpty() ? ABSENT : known;
    }

    private static String endpoints(Member member) {
        return targets(member.endpoints());
    }

    private static String targets(List<EndpointTarget> targets) {
        var parts = new ArrayList<String>();
        for (EndpointTarget target : targets) {
            for (IpAddress address : target.addresses().all()) {
                parts.add(new Endpoint(address, target.port()).toString());
            }
            if (target.addresses().anyFailed()) {
                parts.add(UNKNOWN);
            }
        }
        return parts.isEmpty() ? ABSENT : String.join(", ", parts);
    }

    private static String site(Member member) {
        return switch (member.metadata()) {
            case DnsAnswer.Failed<?> _ -> UNKNOWN;
            case DnsAnswer.Found<?> _, DnsAnswer.Absent<?> _ ->
                    member.metadataOrNone().site().map(PrintableText::of).orElse(ABSENT);
        };
    }

    private static String joined(List<?> values) {
        if (values.size() == 1) {
            return values.getFirst().toString();
        }
        var text = new StringJoiner(", ");
        values.forEach(value -> text.add(value.toString()));
        return text.toString();
    }
}
