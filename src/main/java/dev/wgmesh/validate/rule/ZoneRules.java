package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Rules about a zone as a whole. */
final class ZoneRules {
    private ZoneRules() {}

    static List<Rule> all() {
        return List.of(
                new D011Underscore(), new D013OutOfZone(), new D014Soa(), new D015NameServers());
    }

    /** Addresses at underscore names. */
    static final class D011Underscore implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D011",
                    Level.INFO,
                    "A or AAAA at an underscore name",
                    "BIND refuses such a zone or update unless check-names is off; other servers "
                            + "accept both. An error with --server-kind bind.",
                    "RFC 952; BIND 9 ARM: check-names");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            Level level = in.request().bindDefaults() ? Level.ERROR : info().level();
            Map<Optional<Name>, List<RRset>> byZone =
                    in.rrsets(set -> set.hasUnderscore() && set.is(Type.A, Type.AAAA))
                            .collect(Collectors.groupingBy(set -> zoneOf(in, set)));
            return byZone.values().stream().map(sets -> finding(sets, level));
        }

        /** Returns the apex of the zone; empty for an answer of a zone that was not read whole. */
        private static Optional<Name> zoneOf(ValidationContext in, RRset set) {
            return in.lookup().snapshot().zoneOf(set.question().owner()).map(ZoneContents::apex);
        }

        /**
         * Returns one finding for a zone: one line in the server's configuration fixes them all.
         */
        private Finding finding(List<RRset> sets, Level level) {
            FindingLocation first =
                    sets.stream()
                            .map(set -> set.records().getFirst())
                            .min(
                                    SnapshotLookup.byPlace()
                                            .thenComparing((ZoneRecord record) ->
                                                    FindingLocation.of(record)))
                            .map(FindingLocation::of)
                            .orElseThrow();
            String count = sets.size() == 1 ? "" : " (" + sets.size() + " RRsets)";
            return finding(
                    level,
                    first,
                    first.type()
                            + " record at "
                            + first.owner()
                            + ": BIND rejects addresses at underscore names unless check-names is "
                            + "off"
                            + count,
                    "on BIND, add to the zone clause: check-names ignore;");
        }
    }

    /** A record outside of its zone. */
    static final class D013OutOfZone implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D013",
                    Level.ERROR,
                    "record outside of the zone",
                    "The server drops the record. The usual cause is an extra trailing dot, or a "
                            + "wrong $ORIGIN.",
                    "RFC 1035, section 5.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream()
                    .flatMap(zone ->
                            zone.rrsets(set -> !set.isInZone() && !set.is(Type.SOA))
                                    .flatMap(set -> set.records().stream())
                                    .map(record ->
                                            finding(
                                                    FindingLocation.of(record),
                                                    record.owner().toString(true)
                                                            + " is outside of zone "
                                                            + zone.apex().toString(true),
                                                    "correct the owner name, or move the record "
                                                            + "to the zone of that name")));
        }
    }

    /** A zone without exactly one SOA record. */
    static final class D014Soa implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D014",
                    Level.ERROR,
                    "not exactly one SOA",
                    "Servers load a zone only if it has exactly one SOA record, at the apex.",
                    "RFC 1035, section 5.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(zone -> Stream.concat(apex(zone), below(zone)));
        }

        private Stream<Finding> apex(ZoneContents zone) {
            List<ZoneRecord> records =
                    zone
                            .rrset(new Question(zone.apex(), Type.SOA))
                            .map(SnapshotLookup::inFileOrder)
                            .stream()
                            .flatMap(set -> set.records().stream())
                            .toList();
            if (records.isEmpty()) {
                boolean elsewhere = below(zone).findAny().isPresent();
                return zone.syntaxErrors().isEmpty() && !elsewhere
                        ? Stream.of(
                                finding(
                                        FindingLocation.of(new Question(zone.apex(), Type.SOA)),
                                        zone.source()
                                                + " has no SOA record at "
                                                + zone.apex().toString(true),
                                        "add "
                                                + zone.apex()
                                                + " IN SOA ns1 hostmaster 1 3600 900 604800 60"))
                        : Stream.empty();
            }
            return records.stream()
                    .filter(record -> !record.record().equals(records.getFirst().record()))
                    .limit(1)
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "second SOA record; the first is at "
                                            + records.getFirst().location(),
                                    "keep only one SOA record"));
        }

        private Stream<Finding> below(ZoneContents zone) {
            boolean lacksSoa = zone.rrset(new Question(zone.apex(), Type.SOA)).isEmpty();
            return zone.rrsets(set -> set.is(Type.SOA))
                    .flatMap(set -> set.records().stream())
                    .filter(record -> !record.owner().equals(zone.apex()))
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "SOA record at "
                                            + record.owner().toString(true)
                                            + ", which is not the apex "
                                            + zone.apex().toString(true),
                                    lacksSoa
                                            ? "write the SOA record at " + zone.apex()
                                            : "move the records of that zone to a file of its"
                                                    + " own"));
        }
    }

    /** A zone without two name servers. */
    static final class D015NameServers implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D015",
                    Level.ERROR,
                    "no NS at the apex, or only one",
                    "Without NS records, resolvers cannot reach the zone and servers refuse it. "
                            + "With one name server, its outage hides the whole mesh.",
                    "RFC 1035, section 5.2; RFC 2182, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            Optional<RRset> servers = zone.rrset(new Question(zone.apex(), Type.NS));
            String fix = "add " + zone.apex() + " IN NS ns2." + zone.apex();
            if (servers.isEmpty()) {
                return zone.syntaxErrors().isEmpty()
                        ? Stream.of(
                                finding(
                                        FindingLocation.of(new Question(zone.apex(), Type.NS)),
                                        zone.source()
                                                + " has no NS record at "
                                                + zone.apex().toString(true),
                                        fix.replace("ns2.", "ns1.")))
                        : Stream.empty();
            }
            return servers.get().dnsRecords().stream().distinct().count() == 1
                    ? Stream.of(
                            finding(
                                    Level.WARNING,
                                    FindingLocation.of(servers.get().records().getFirst()),
                                    "only one name server",
                                    fix))
                    : Stream.empty();
        }
    }
}
