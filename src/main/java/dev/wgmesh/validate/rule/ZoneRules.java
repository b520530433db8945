package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.SnapshotLookup;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
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

    /** Addresses at names that are no host names. */
    static final class D011Underscore implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D011",
                    Level.WARNING,
                    "A or AAAA at an underscore name",
                    "BIND, as it comes, does not load such a zone and refuses such an update; "
                            + "other servers do not mind. An error with --server-kind bind.",
                    "RFC 952; BIND 9 ARM: check-names");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            List<RRset> found = in.sets().stream().filter(D011Underscore::isUnderscored).toList();
            Level level = in.request().bind() ? Level.ERROR : about().level();
            Stream<List<RRset>> zones =
                    in.zones().stream()
                            .map(zone ->
                                    found.stream()
                                            .filter(set ->
                                                    zoneOf(in, set)
                                                            .equals(Optional.of(zone.apex())))
                                            .toList());
            Stream<List<RRset>> loose =
                    Stream.of(found.stream().filter(set -> zoneOf(in, set).isEmpty()).toList());
            return Stream.concat(zones, loose)
                    .filter(sets -> !sets.isEmpty())
                    .map(sets -> told(sets, level));
        }

        private static Optional<Name> zoneOf(Inspection in, RRset set) {
            return in.lookup().snapshot().zoneOf(set.question().owner()).map(ZoneContents::apex);
        }

        private static boolean isUnderscored(RRset set) {
            Question question = set.question();
            return (question.type() == Type.A || question.type() == Type.AAAA)
                    && question.owner().toString().indexOf('_') >= 0;
        }

        /** One finding a zone: one line in the server's configuration mends them all. */
        private Finding told(List<RRset> sets, Level level) {
            FindingLocation first =
                    sets.stream()
                            .map(set -> FindingLocation.of(set.records().getFirst()))
                            .sorted()
                            .findFirst()
                            .orElseThrow();
            String others =
                    sets.size() == 1 ? "" : "; RRsets like it in this zone: " + (sets.size() - 1);
            return finding(
                    level,
                    first,
                    "an address stands at " + first.owner() + ", which is no host name" + others,
                    "on BIND: check-names ignore; in the zone clause");
        }
    }

    /** A record that is not of this zone. */
    static final class D013OutOfZone implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D013",
                    Level.ERROR,
                    "out of zone",
                    "The server drops it: what it says is nowhere to be found. Often a trailing "
                            + "dot too many, or a wrong $ORIGIN.",
                    "RFC 1035, section 5.2");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.zones().stream()
                    .flatMap(zone ->
                            zone.records().stream()
                                    .filter(record -> !record.owner().subdomain(zone.apex()))
                                    .map(record ->
                                            finding(
                                                    FindingLocation.of(record),
                                                    record.owner().toString(true)
                                                            + " is not in "
                                                            + zone.apex().toString(true),
                                                    "move it to the zone it belongs to, or mend its name")));
        }
    }

    /** A zone without its one SOA record. */
    static final class D014Soa implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D014",
                    Level.ERROR,
                    "not exactly one SOA",
                    "The SOA record makes the zone: without one, or with two, no server loads "
                            + "it.",
                    "RFC 1035, section 5.2");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.zones().stream().flatMap(zone -> Stream.concat(apex(zone), below(zone)));
        }

        private Stream<Finding> apex(ZoneContents zone) {
            List<ZoneRecord> records =
                    zone
                            .set(new Question(zone.apex(), Type.SOA))
                            .map(SnapshotLookup::inPlace)
                            .stream()
                            .flatMap(set -> set.records().stream())
                            .toList();
            if (records.isEmpty()) {
                return zone.findings().isEmpty()
                        ? Stream.of(
                                finding(
                                        FindingLocation.of(new Question(zone.apex(), Type.SOA)),
                                        zone.source()
                                                + " has no SOA record at "
                                                + zone.apex().toString(true),
                                        zone.apex()
                                                + " IN SOA ns1 hostmaster 1 3600 900 604800 60"))
                        : Stream.empty();
            }
            return records.stream()
                    .filter(record -> !record.record().equals(records.getFirst().record()))
                    .limit(1)
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "there is another SOA record at " + records.getFirst().where(),
                                    "keep one"));
        }

        private Stream<Finding> below(ZoneContents zone) {
            return zone.records().stream()
                    .filter(record ->
                            record.record().getType() == Type.SOA
                                    && !record.owner().equals(zone.apex()))
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    "an SOA record stands at "
                                            + record.owner().toString(true)
                                            + ", which is not the apex",
                                    "move that zone to a file of its own"));
        }
    }

    /** A zone without name servers. */
    static final class D015NameServers implements Rule {
        @Override
        public RuleInfo about() {
            return new RuleInfo(
                    "D015",
                    Level.ERROR,
                    "no NS at the apex",
                    "Nobody can be led to the zone, and servers refuse it; with one server "
                            + "alone the mesh stands still while that one is down.",
                    "RFC 1035, section 5.2; RFC 2182, section 5");
        }

        @Override
        public Stream<Finding> check(Inspection in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            Optional<RRset> servers = zone.set(new Question(zone.apex(), Type.NS));
            String fix = zone.apex() + " IN NS ns2." + zone.apex();
            if (servers.isEmpty()) {
                return zone.findings().isEmpty()
                        ? Stream.of(
                                finding(
                                        FindingLocation.of(new Question(zone.apex(), Type.NS)),
                                        zone.source()
                                                + " has no NS record at "
                                                + zone.apex().toString(true),
                                        fix.replace("ns2.", "ns1.")))
                        : Stream.empty();
            }
            return servers.get().bare().stream().distinct().count() == 1
                    ? Stream.of(
                            finding(
                                    Level.WARNING,
                                    FindingLocation.of(servers.get().records().getFirst()),
                                    "there is one name server only",
                                    fix))
                    : Stream.empty();
        }
    }
}
