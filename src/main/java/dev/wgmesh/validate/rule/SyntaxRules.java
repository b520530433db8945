package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.zone.SyntaxError;
import dev.wgmesh.zone.ZoneContents;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rules about lines of a zone file that cannot be read. */
final class SyntaxRules {
    private SyntaxRules() {}

    static List<Rule> all() {
        return List.of(
                new D004LongString(),
                new Z001Syntax(),
                new Z002Include(),
                new Z003OpaqueRecord(),
                new Z004LargeTtl());
    }

    /** A line of a zone file that cannot be read. */
    static final class Z001Syntax implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "Z001",
                    Level.ERROR,
                    "syntax error in a zone file",
                    "A name server refuses the whole zone and keeps serving the last version that "
                            + "it loaded, or none.",
                    "RFC 1035, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            return zone.syntaxErrors().stream()
                    .filter(found -> !found.include() && !D004LongString.isLong(found))
                    .map(found ->
                            finding(
                                    FindingLocation.of(zone.apex())
                                            .withPosition(Optional.of(found.place())),
                                    found.what(),
                                    found.fix()));
        }
    }

    /** An $INCLUDE of a missing file, or of a file outside the folder. */
    static final class Z002Include implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "Z002",
                    Level.ERROR,
                    "$INCLUDE file is missing or outside the folder",
                    "The zone lacks the records of that file. A file outside the folder may "
                            + "belong to another user.",
                    "RFC 1035, section 5.1");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            return zone.syntaxErrors().stream()
                    .filter(found -> found.include())
                    .map(found ->
                            finding(
                                    FindingLocation.of(zone.apex())
                                            .withPosition(Optional.of(found.place())),
                                    found.what(),
                                    found.fix()));
        }
    }

    /** A record whose data wg-mesh cannot read. */
    static final class Z003OpaqueRecord implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "Z003",
                    Level.NOTICE,
                    "data of a record is not understood",
                    "wg-mesh keeps the record as it is, and does not check or serve it. A name "
                            + "server may understand it.",
                    "RFC 3597, section 5");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream()
                    .flatMap(zone -> zone.notes().opaque().stream())
                    .map(record ->
                            finding(
                                    FindingLocation.of(record.question())
                                            .withPosition(Optional.of(record.place())),
                                    record.what(),
                                    "check the file with your name server: named-checkzone"));
        }
    }

    /** A TTL that servers read as 0. */
    static final class Z004LargeTtl implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "Z004",
                    Level.WARNING,
                    "TTL over 2147483647 seconds",
                    "Name servers use 0 instead, so that each use of the record is a new query.",
                    "RFC 2181, section 8");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream()
                    .flatMap(zone ->
                            zone.notes().largeTtls().stream()
                                    .map(place ->
                                            finding(
                                                    FindingLocation.of(zone.apex())
                                                            .withPosition(Optional.of(place)),
                                                    "the TTL is over 2147483647 seconds, and "
                                                            + "counts as 0",
                                                    "write a TTL of at most a week: 604800")));
        }
    }

    /** A character-string that is too long. */
    static final class D004LongString implements Rule {
        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "D004",
                    Level.ERROR,
                    "TXT string over 255 octets",
                    "A character-string holds at most 255 octets: name servers refuse the zone. "
                            + "Longer text needs several strings in one record.",
                    "RFC 1035, section 3.3");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream().flatMap(this::check);
        }

        private Stream<Finding> check(ZoneContents zone) {
            return zone.syntaxErrors().stream()
                    .filter(D004LongString::isLong)
                    .map(found ->
                            finding(
                                    FindingLocation.of(zone.apex())
                                            .withPosition(Optional.of(found.place())),
                                    found.what(),
                                    "split the string: \"the first part\" \"the rest\""));
        }

        /** Returns whether the error is a string over 255 octets, which Z001 leaves to D004. */
        static boolean isLong(SyntaxError found) {
            return found.what().endsWith("octets, more than 255");
        }
    }
}
