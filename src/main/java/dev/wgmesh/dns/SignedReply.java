package dev.wgmesh.dns;

import dev.wgmesh.zone.Question;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A reply reduced to the records that answer its question or prove that nothing does, with their
 * signatures.
 *
 * <p>A validator checks each RRset of a reply by itself. Signed records of another name, or
 * signatures by a zone that does not hold the owner, would let a forged reply pass: they are
 * removed before the validator sees it.
 *
 * @param question what the validator is asked: the type CNAME where the reply ends with an alias
 *     whose target is to be looked up
 * @param message the reduced reply
 * @param denies whether the message says that no such record exists
 */
record SignedReply(Question question, Message message, boolean denies) {
    private static final String PLACEHOLDER = "unsigned.invalid.";

    /**
     * Reduces a reply.
     *
     * @param aliases the number of aliases followed before
     */
    static SignedReply of(Question asked, Message reply, int aliases, TrustAnchors anchors) {
        var reduced = new Reduction(asked, reply, anchors);
        reduced.answer();
        boolean denies = !reduced.isComplete;
        boolean continues =
                denies && LookupResult.of(asked, reply, aliases) instanceof LookupResult.Alias;
        reduced.authority(denies && !continues);
        Question question = continues ? new Question(asked.owner(), Type.CNAME) : asked;
        return new SignedReply(question, reduced.message(question), denies && !continues);
    }

    /**
     * Returns the message for the validator: where there is a proof of absence, without the SOA,
     * which proves nothing. Its signature is one of three that most denials have.
     */
    Message forValidation() {
        Message copy = message.clone();
        List<Record> authority = message.getSection(Section.AUTHORITY);
        boolean proof =
                authority.stream()
                        .anyMatch(it -> it.getType() == Type.NSEC || it.getType() == Type.NSEC3);
        for (Record record : authority) {
            boolean soa =
                    record.getType() == Type.SOA
                            || record instanceof RRSIGRecord signature
                                    && signature.getTypeCovered() == Type.SOA;
            if (proof && soa) {
                copy.removeRecord(record, Section.AUTHORITY);
            }
        }
        return copy;
    }

    /**
     * Returns how long the signatures let the answer be used, in seconds: their original TTL, and
     * not after they expire (RFC 4035, section 5.3.3).
     */
    long leastTtl(Instant now) {
        long least = Integer.MAX_VALUE;
        for (RRSIGRecord signature : signatures(message)) {
            long left = signature.getExpire().getEpochSecond() - now.getEpochSecond();
            least = Math.min(least, Math.min(signature.getOrigTTL(), Math.max(0, left)));
        }
        return least;
    }

    /** Returns the signatures of the records that a reply answers or denies with. */
    static List<RRSIGRecord> signatures(Message reply) {
        return Stream.of(Section.ANSWER, Section.AUTHORITY)
                .flatMap(section -> reply.getSection(section).stream())
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .toList();
    }

    /** The records kept of one reply. */
    private static final class Reduction {
        private final Question asked;
        private final Message reply;
        private final TrustAnchors anchors;
        private final List<Record> answer = new ArrayList<>();
        private final List<Record> authority = new ArrayList<>();
        private boolean isComplete;

        Reduction(Question asked, Message reply, TrustAnchors anchors) {
            this.asked = asked;
            this.reply = reply;
            this.anchors = anchors;
        }

        /** Keeps the aliases from the question on, and the records at their end. */
        void answer() {
            List<Record> section = reply.getSection(Section.ANSWER);
            Name at = asked.owner();
            for (int steps = 0; steps <= Question.MAX_ALIASES; steps++) {
                if (keep(section, answer, at, asked.type())) {
                    isComplete = true;
                    return;
                }
                Name owner = at;
                Optional<DNAMERecord> dname =
                        section.stream()
                                .filter(DNAMERecord.class::isInstance)
                                .map(DNAMERecord.class::cast)
                                .filter(it -> owner.subdomain(it.getName()))
                                .filter(it -> !owner.equals(it.getName()))
                                .findFirst();
                dname.ifPresent(it -> keep(section, answer, it.getName(), Type.DNAME));
                if (!keep(section, answer, at, Type.CNAME) || asked.type() == Type.DS) {
                    return;
                }
                at =
                        section.stream()
                                .filter(CNAMERecord.class::isInstance)
                                .filter(it -> it.getName().equals(owner))
                                .map(it -> ((CNAMERecord) it).getTarget())
                                .findFirst()
                                .orElse(at);
            }
        }

        /**
         * Keeps the proofs of absence, which an answer from a wildcard has too.
         *
         * @param denies whether the reply says that there is no record: then also its SOA
         */
        void authority(boolean denies) {
            List<Record> section = reply.getSection(Section.AUTHORITY);
            var kept = new LinkedHashSet<Question>();
            for (Record record : section) {
                int type = record.getType();
                boolean proof = type == Type.NSEC || type == Type.NSEC3;
                if ((proof || denies && type == Type.SOA)
                        && kept.add(new Question(record.getName(), type))) {
                    keep(section, authority, record.getName(), type);
                }
            }
            if (denies && answer.isEmpty() && authority.isEmpty()) {
                // Unsigned, for the validator to look whether the zone of the name is.
                authority.add(placeholder());
            }
        }

        private SOARecord placeholder() {
            Name nobody = Question.name(PLACEHOLDER);
            return new SOARecord(asked.owner(), DClass.IN, 0, nobody, nobody, 0, 0, 0, 0, 0);
        }

        /** Keeps an RRset and its signatures; returns whether there is one. */
        private boolean keep(List<Record> section, List<Record> into, Name owner, int type) {
            var found = new LinkedHashSet<Record>();
            var signatures = new LinkedHashSet<Record>();
            for (Record record : section) {
                if (record.getDClass() != DClass.IN || !record.getName().equals(owner)) {
                    continue;
                }
                if (record.getType() == type) {
                    found.add(record);
                } else if (record instanceof RRSIGRecord signature
                        && signature.getTypeCovered() == type
                        && maySign(signature.getSigner(), owner, type)) {
                    signatures.add(record);
                }
            }
            if (found.isEmpty()) {
                return false;
            }
            into.addAll(found);
            into.addAll(signatures);
            return true;
        }

        /**
         * Returns whether the signer may be the zone of the owner (RFC 4035, section 5.3.1): it is
         * at or above the owner, for a DS record above, and not above the nearest trust anchor.
         */
        private boolean maySign(Name signer, Name owner, int type) {
            return owner.subdomain(signer)
                    && (type != Type.DS || !owner.equals(signer))
                    && anchors.zoneAbove(owner).filter(zone -> !signer.subdomain(zone)).isEmpty();
        }

        Message message(Question question) {
            Message message = Message.newQuery(question.dnsRecord());
            message.getHeader().setID(reply.getHeader().getID());
            message.getHeader().setFlag(Flags.QR);
            message.getHeader().setRcode(reply.getRcode());
            answer.forEach(record -> message.addRecord(record, Section.ANSWER));
            authority.forEach(record -> message.addRecord(record, Section.AUTHORITY));
            return message;
        }
    }
}
