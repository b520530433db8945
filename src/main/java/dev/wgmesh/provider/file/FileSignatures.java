package dev.wgmesh.provider.file;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneLookup;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    static void requireNone(ZoneLookup zone, ZonePlan plan) {
        Stream.concat(
                        Stream.of(zone.apex()),
                        plan.changes().stream()
                                .map(RRsetChange::question)
                                .map(Question::owner)
                                .distinct())
                .flatMap(owner ->
                        IntStream.of(Type.RRSIG, Type.NSEC, Type.NSEC3, Type.ZONEMD)
                                .mapToObj(type -> new Question(owner, type)))
                .flatMap(question -> problem(zone, question).stream())
                .findFirst()
                .ifPresent(problem -> {
                    throw new Failure(Failure.Kind.REFUSED, List.of(problem));
                });
    }

    private static Optional<Problem> problem(ZoneLookup zone, Question question) {
        Optional<Problem> unreadable =
                zone.opaque(question)
                        .map(record ->
                                problem(record.place().toString(), "holds " + record.question()));
        return zone.rrset(question)
                .map(RRset::records)
                .map(records ->
                        records.stream()
                                .filter(FileSignatures::isOfSoa)
                                .findFirst()
                                .orElse(records.getFirst()))
                .map(record -> problem(record.location(), what(record)))
                .or(() -> unreadable);
    }

    private static Problem problem(String where, String what) {
        return new Problem(
                where,
                what + ", which the change would make invalid",
                "change the unsigned zone file and sign that one; or sign this file after the "
                        + "change: --zones DIR --resign COMMAND");
    }

    private static String what(ZoneRecord record) {
        return record.record() instanceof RRSIGRecord signature
                ? "holds a DNSSEC signature of "
                        + new Question(record.owner(), signature.getTypeCovered())
                : "holds " + record.question();
    }

    private static boolean isOfSoa(ZoneRecord record) {
        return record.record() instanceof RRSIGRecord signature
                && signature.getTypeCovered() == Type.SOA;
    }
}
