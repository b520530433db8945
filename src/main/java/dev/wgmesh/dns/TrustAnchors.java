package dev.wgmesh.dns;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AncestorNames;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The keys that DNSSEC validation begins with: DS or DNSKEY records of zones (RFC 4033, section 2).
 */
public final class TrustAnchors {
    /**
     * The keys of the root zone: KSK-2017 and KSK-2024, as IANA publishes them (RFC 9718,
     * https://data.iana.org/root-anchors/root-anchors.xml).
     */
    private static final String ROOT_DS =
            """
            . IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
            . IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
            """;

    /** The keys of the root zone. */
    public static final TrustAnchors ROOT = parse(ROOT_DS, "built in");

    private final List<Record> records;
    private final Set<Name> zones;

    private TrustAnchors(List<Record> records) {
        this.records = List.copyOf(records);
        this.zones = records.stream().map(Record::getName).collect(Collectors.toSet());
    }

    /**
     * Returns the anchors in a text of the form of a zone file.
     *
     * @param file what messages call the text
     * @throws Failure INPUT with the first line that cannot be read, or every record that is not a
     *     trust anchor
     */
    public static TrustAnchors parse(String text, String file) {
        var records = new ArrayList<Record>();
        try (Master master =
                new Master(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        Name.root,
                        0)) {
            master.disableIncludes();
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                records.add(next);
            }
        } catch (IOException e) {
            throw Failure.input(
                    file,
                    "is not a file of DS or DNSKEY records: " + e.getMessage(),
                    "write lines such as: example.com. IN DS 12345 13 2 HEX");
        }
        List<Problem> problems =
                records.stream()
                        .flatMap(record -> fault(record).stream())
                        .map(what ->
                                new Problem(
                                        file,
                                        what,
                                        "keep the DS or DNSKEY records of key signing keys only"))
                        .toList();
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        if (records.isEmpty()) {
            throw Failure.input(
                    file,
                    "contains no trust anchor",
                    "add a DS or DNSKEY record: dnssec-dsfromkey KEYFILE prints one");
        }
        return new TrustAnchors(records);
    }

    private static Optional<String> fault(Record record) {
        String name = record.getName() + " " + Type.string(record.getType());
        if (record.getDClass() == DClass.IN && record instanceof DSRecord) {
            return Optional.empty();
        }
        if (record.getDClass() == DClass.IN && record instanceof DNSKEYRecord key) {
            boolean revoked = (key.getFlags() & DNSKEYRecord.Flags.REVOKE) != 0;
            boolean zone = (key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) != 0;
            return revoked || !zone
                    ? Optional.of(name + " is " + (revoked ? "a revoked key" : "no zone key"))
                    : Optional.empty();
        }
        return Optional.of(name + " is not a trust anchor");
    }

    /** Returns the text of the records, a line each. */
    String text() {
        return records.stream().map(record -> record + "\n").collect(Collectors.joining());
    }

    /** Returns the nearest zone with an anchor, at or above the name; empty where there is none. */
    Optional<Name> zoneAbove(Name name) {
        return AncestorNames.nearest(zones, name);
    }
}
