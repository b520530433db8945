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
import dev.wgmesh.zone.RRsetOutline;
import dev.wgmesh.zone.ZoneAnswer;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

/** Rules about the DNSSEC signatures in a zone. */
final class SignatureRules {
    private SignatureRules() {}

    static List<Rule> all() {
        return List.of(new S008Signatures());
    }

    /** A signed zone that was changed after it was signed. */
    static final class S008Signatures implements Rule {
        /** Types at a delegation that the zone signs (RFC 4035, section 2.2). */
        private static final Set<Integer> SIGNED_AT_CUT = Set.of(Type.DS, Type.NSEC, Type.NSEC3);

        /** RRsets with more records are not verified: dnsjava compares all pairs. */
        private static final int MAX_VERIFIED = 1_000;

        @Override
        public RuleInfo info() {
            return new RuleInfo(
                    "S008",
                    Level.ERROR,
                    "signatures do not cover the records of the zone",
                    "The zone was changed after it was signed: validating resolvers answer "
                            + "SERVFAIL for a record without a valid signature.",
                    "RFC 4035, section 2.2");
        }

        @Override
        public Stream<Finding> check(ValidationContext in) {
            return in.zones().stream()
                    .filter(zone -> zone.syntaxErrors().isEmpty() && isSigned(zone))
                    .flatMap(zone ->
                            Stream.of(
                                            unsigned(zone),
                                            withoutRecords(zone),
                                            invalid(zone, in.ownerNames()))
                                    .flatMap(Optional::stream));
        }

        private static boolean isSigned(ZoneContents zone) {
            return zone.rrset(new Question(zone.apex(), Type.RRSIG)).isPresent();
        }

        private Optional<Finding> unsigned(ZoneContents zone) {
            return finding(
                    zone.rrsets(set -> !set.is(Type.RRSIG))
                            .filter(set -> isToBeSigned(zone, set.question()))
                            .filter(set -> signatures(zone, set.question()).isEmpty())
                            .map(SnapshotLookup::first)
                            .toList(),
                    "%s has no signature");
        }

        private static boolean isToBeSigned(ZoneContents zone, Question question) {
            Name owner = question.owner();
            if (question.type() == Type.RRSIG
                    || !owner.subdomain(zone.apex())
                    || zone.opaque(new Question(owner, Type.RRSIG)).isPresent()) {
                return false;
            }
            return switch (zone.answer(new Question(owner, Type.TXT))) {
                case ZoneAnswer.Delegation(RRset servers) ->
                        servers.question().owner().equals(owner)
                                && SIGNED_AT_CUT.contains(question.type());
                case ZoneAnswer.Dname _ -> false;
                case ZoneAnswer.Records _,
                        ZoneAnswer.Opaque _,
                        ZoneAnswer.Cname _,
                        ZoneAnswer.NoData _,
                        ZoneAnswer.NxDomain _ ->
                        true;
            };
        }

        private Optional<Finding> withoutRecords(ZoneContents zone) {
            return finding(
                    zone.rrsets(set -> set.is(Type.RRSIG))
                            .filter(set -> set.question().owner().subdomain(zone.apex()))
                            .flatMap(set -> set.records().stream())
                            .filter(record ->
                                    record.record() instanceof RRSIGRecord signature
                                            && zone.rrset(covered(signature)).isEmpty()
                                            && zone.opaque(covered(signature)).isEmpty())
                            .toList(),
                    "%s signs records that do not exist");
        }

        private static Question covered(RRSIGRecord signature) {
            return new Question(signature.getName(), signature.getTypeCovered());
        }

        /**
         * Verifies the SOA record, which every change of the zone changes, and the records of
         * meshes.
         */
        private Optional<Finding> invalid(ZoneContents zone, Set<Name> meshNames) {
            List<DNSKEYRecord> keys =
                    zone.rrset(new Question(zone.apex(), Type.DNSKEY)).stream()
                            .flatMap(set -> set.dnsRecords().stream())
                            .filter(DNSKEYRecord.class::isInstance)
                            .map(DNSKEYRecord.class::cast)
                            .toList();
            var soa = new Question(zone.apex(), Type.SOA);
            var found = new ArrayList<ZoneRecord>();
            zone.rrsets(SignatureRules.S008Signatures::isVerified)
                    .filter(set ->
                            set.question().equals(soa)
                                    || meshNames.contains(set.question().owner()))
                    .filter(set -> zone.opaque(set.question()).isEmpty())
                    .filter(set -> isInvalid(set, signatures(zone, set.question()), keys))
                    .forEach(set -> found.add(SnapshotLookup.first(set)));
            return finding(found, "the signature of %s is not valid");
        }

        /** Returns whether the RRset is an SOA, or may be one of a mesh, of a size to verify. */
        private static boolean isVerified(RRsetOutline set) {
            return (set.is(Type.SOA) || set.hasUnderscore())
                    && !set.is(Type.RRSIG)
                    && set.size() <= MAX_VERIFIED;
        }

        private static List<RRSIGRecord> signatures(ZoneContents zone, Question question) {
            return zone.rrset(new Question(question.owner(), Type.RRSIG)).stream()
                    .flatMap(set -> set.dnsRecords().stream())
                    .filter(RRSIGRecord.class::isInstance)
                    .map(RRSIGRecord.class::cast)
                    .filter(signature -> signature.getTypeCovered() == question.type())
                    .toList();
        }

        /** Returns whether signatures of known keys exist and none of them is valid. */
        private static boolean isInvalid(
                RRset set, List<RRSIGRecord> signatures, List<DNSKEYRecord> keys) {
            var records = new org.xbill.DNS.RRset();
            set.dnsRecords().forEach(records::addRR);
            boolean refused = false;
            for (RRSIGRecord signature : signatures) {
                for (DNSKEYRecord key : keys) {
                    if (key.getFootprint() == signature.getFootprint()
                            && key.getAlgorithm() == signature.getAlgorithm()) {
                        try {
                            DNSSEC.verify(records, signature, key, signature.getTimeSigned());
                            return false;
                        } catch (DNSSEC.UnsupportedAlgorithmException _) {
                            return false;
                        } catch (DNSSEC.DNSSECException | IllegalArgumentException _) {
                            refused = true;
                        }
                    }
                }
            }
            return refused;
        }

        /** Returns a finding at the first of the records, with their number; empty for none. */
        private Optional<Finding> finding(List<ZoneRecord> records, String what) {
            String count = records.size() == 1 ? "" : " (" + records.size() + " in this zone)";
            return records.stream()
                    .min(Comparator.comparing(FindingLocation::of))
                    .map(record ->
                            finding(
                                    FindingLocation.of(record),
                                    what.formatted(record.question()) + count,
                                    "sign the zone again"));
        }
    }
}
