package dev.wgmesh.dns;

import dev.wgmesh.problem.Excerpt;
import dev.wgmesh.zone.AncestorNames;
import dev.wgmesh.zone.Question;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Why an answer is insecure or bogus, for people. dnsjava's reasons contain whole RRsets, and do
 * not tell an expired signature from a forged one.
 *
 * @param keyReply returns the reply to a question for DS or DNSKEY records, if there was one
 * @param now the time at which signatures were checked
 */
record DnssecReason(
        TrustAnchors anchors, Function<Question, Optional<Message>> keyReply, Instant now) {
    /** The reason that dnsjava gives where the keys of a zone are not trusted. */
    private static final Pattern UNTRUSTED_KEYS =
            Pattern.compile("Could not establish a chain of trust to keys for \\[(.+?)]\\. .*");

    /** The reason that it gives where the same is so, and the answer is unsigned. */
    private static final String UNTRUSTED_UNSIGNED =
            "Could not establish validation of INSECURE status of unsigned response.";

    private static final String CHECK = "check the signatures and the DS record: delv ";

    /** What is wrong, and the fix. */
    record Fault(String what, String fix) {}

    /** Returns why the reply is bogus. */
    Fault bogus(SignedReply reply, String reason) {
        Matcher keys = UNTRUSTED_KEYS.matcher(reason);
        if (keys.matches()) {
            return untrusted(Question.name(keys.group(1)));
        }
        Question asked = reply.question();
        if (reason.startsWith(UNTRUSTED_UNSIGNED)) {
            Optional<Name> zone = names(reply).flatMap(name -> lastLink(name).stream()).findFirst();
            if (zone.isPresent()) {
                return untrusted(zone.get());
            }
        }
        Optional<Fault> time = time(reply.message());
        if (time.isPresent()) {
            return time.get();
        }
        String name = asked.toString();
        if (reply.denies()) {
            return new Fault(
                    "no valid proof (NSEC, NSEC3) that " + name + " does not exist",
                    CHECK + delv(asked));
        }
        return SignedReply.signatures(reply.message()).isEmpty()
                ? new Fault(name + " has no signature, but its zone is signed", CHECK + delv(asked))
                : new Fault("a signature of " + name + " is not valid", CHECK + delv(asked));
    }

    private Fault untrusted(Name zone) {
        List<Question> links =
                List.of(new Question(zone, Type.DS), new Question(zone, Type.DNSKEY));
        for (Question link : links) {
            Optional<Fault> time = keyReply.apply(link).flatMap(this::time);
            if (time.isPresent()) {
                return time.get();
            }
        }
        String apex = zone.equals(Name.root) ? "the root zone" : zone.toString(true);
        return new Fault(
                isWithoutDs(zone)
                        ? "no DS record of " + apex + ", and no valid proof of its absence"
                        : "no DNSKEY of " + apex + " matches its DS record or trust anchor",
                CHECK + apex(zone) + " DNSKEY");
    }

    private Optional<Fault> time(Message message) {
        for (RRSIGRecord signature : SignedReply.signatures(message)) {
            String what =
                    "the signature of "
                            + signature.getName().toString(true)
                            + " "
                            + Type.string(signature.getTypeCovered());
            if (now.isAfter(signature.getExpire())) {
                return Optional.of(
                        new Fault(
                                what + " expired at " + signature.getExpire(),
                                "sign the zone again, and check the clock of this host: date -u"));
            }
            if (now.isBefore(signature.getTimeSigned())) {
                return Optional.of(
                        new Fault(
                                what + " is not valid before " + signature.getTimeSigned(),
                                "check the clock of this host: date -u"));
            }
        }
        return Optional.empty();
    }

    /** Returns why the reply is insecure. */
    String insecure(SignedReply reply, String reason) {
        for (Name name : names(reply).toList()) {
            if (anchors.zoneAbove(name).isEmpty()) {
                return "no trust anchor is at or above "
                        + (name.equals(reply.question().owner())
                                ? "this name"
                                : name.toString(true));
            }
            Optional<Name> unsigned = lastLink(name).filter(this::isWithoutDs);
            if (unsigned.isPresent()) {
                return apex(unsigned.get()) + " is not signed: it has no DS record";
            }
        }
        return Excerpt.of(reason);
    }

    private static Stream<Name> names(SignedReply reply) {
        return Stream.concat(
                reply.message().getSection(Section.ANSWER).stream().map(Record::getName),
                Stream.of(reply.question().owner()));
    }

    /** Returns the zone nearest to the name whose DS or DNSKEY records were looked up. */
    private Optional<Name> lastLink(Name name) {
        return AncestorNames.of(name)
                .filter(zone ->
                        keyReply.apply(new Question(zone, Type.DS)).isPresent()
                                || keyReply.apply(new Question(zone, Type.DNSKEY)).isPresent())
                .findFirst();
    }

    private boolean isWithoutDs(Name zone) {
        return keyReply.apply(new Question(zone, Type.DS))
                .filter(reply -> reply.getSection(Section.ANSWER).isEmpty())
                .isPresent();
    }

    private static String apex(Name zone) {
        return zone.equals(Name.root) ? "." : zone.toString(true);
    }

    private static String delv(Question question) {
        return apex(question.owner()) + " " + Type.string(question.type());
    }
}
