package dev.wgmesh.provider.server;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.util.Optional;
import org.xbill.DNS.Type;

/** Changes that a server passes over in silence (RFC 2136, section 3.4.2). */
final class UnappliedChange {
    private UnappliedChange() {}

    /** Returns why the change is not in the zone, where the zone shows it. */
    static Optional<Problem> of(RecordChange change, ZoneContents zone) {
        Question question = change.question();
        if (change.isMissing(zone)) {
            var alias = new Question(question.owner(), Type.CNAME);
            if (question.type() != Type.CNAME && zone.rrset(alias).isPresent()) {
                return Optional.of(
                        new Problem(
                                question.toString(),
                                "was not added, although the server answered NOERROR: the"
                                        + " name is an alias (CNAME), which allows no other"
                                        + " records",
                                "remove the CNAME, then run the same command again"));
            }
            if (question.type() == Type.CNAME) {
                return Optional.of(
                        new Problem(
                                question.toString(),
                                "was not added, although the server answered NOERROR: the"
                                        + " name has other records",
                                "remove the other records, then run the same command again"));
            }
        }
        if (question.type() == Type.NS
                && question.owner().equals(zone.apex())
                && change.isNotRemoved(zone)) {
            return Optional.of(
                    new Problem(
                            question.toString(),
                            "was not removed, although the server answered NOERROR: this is"
                                    + " the zone's last NS record",
                            "add another NS record first"));
        }
        return Optional.empty();
    }
}
