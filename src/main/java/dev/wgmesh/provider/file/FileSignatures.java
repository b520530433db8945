package dev.wgmesh.provider.file;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Type;

/**
 * DNSSEC records in a zone file that a change of the file makes invalid (RFC 4035, section 2; RFC
 * 8976). Every change raises the serial, so a signature or a digest of the SOA record is among
 * them.
 */
final class FileSignatures {
    private FileSignatures() {}

    /**
     * Returns normally where no record of the file would become invalid.
     *
     * @throws Failure REFUSED with the first such record
     */
    static void requireNone(ZoneContents zone, ZonePlan plan) {
        first(zone, plan)
                .ifPresent(record -> {
                    throw Failure.refused(
                            record.location(),
                            what(record) + ", which the change would make invalid",
                            "change the unsigned zone file and sign that one; or sign this file "
                                    + "after the change: --zones DIR --resign COMMAND");
                });
    }

    private static String what(ZoneRecord record) {
        return record.record() instanceof RRSIGRecord signature
                ? "holds a DNSSEC signature of "
                        + new Question(record.owner(), signature.getTypeCovered())
                : "holds " + record.question();
    }

    private static Optional<ZoneRecord> first(ZoneContents zone, ZonePlan plan) {
        Stream<Name> owners =
                Stream.concat(
                        Stream.of(zone.apex()),
                        plan.changes().stream()
                                .map(RRsetChange::question)
                                .map(Question::owner)
                                .distinct());
        return owners.flatMap(owner ->
                        IntStream.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.ZONEMD)
                                .mapToObj(type -> new Question(owner, type)))
                .flatMap(question -> zone.rrset(question).stream())
                .map(RRset::records)
                .map(records ->
                        records.stream()
                                .filter(FileSignatures::isOfSoa)
                                .findFirst()
                                .orElse(records.getFirst()))
                .findFirst();
    }

    private static boolean isOfSoa(ZoneRecord record) {
        return record.record() instanceof RRSIGRecord signature
                && signature.getTypeCovered() == Type.SOA;
    }
}
