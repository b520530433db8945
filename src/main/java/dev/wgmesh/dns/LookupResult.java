package dev.wgmesh.dns;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneAnswer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a server's reply means for a question; TTLs in seconds, the minimum over all aliases. */
sealed interface LookupResult {
    /** The end of a lookup. */
    sealed interface Final extends LookupResult {
        /** Returns the number of its records. */
        int records();
    }

    /** The RRset, at the end of any aliases. */
    record Found(RRset set, long ttl) implements Final {
        @Override
        public int records() {
            return set.records().size();
        }
    }

    /** NXDOMAIN or NODATA. */
    record Absent(long ttl) implements Final {
        @Override
        public int records() {
            return 0;
        }
    }

    /** The name is an alias whose target must be queried. */
    record Alias(Name target, int steps, long ttl) implements LookupResult {}

    /** The server does not understand EDNS (RFC 6891, section 7). */
    record NoEdns() implements LookupResult {}

    /**
     * A reply that is not an answer.
     *
     * @param fault what the server did
     * @param retryable whether another server may answer
     */
    record Failed(ServerFault fault, boolean retryable) implements LookupResult {}

    /**
     * Interprets a reply.
     *
     * @param aliases the number of aliases followed before
     */
    static LookupResult of(Question asked, Message reply, int aliases) {
        int rcode = reply.getRcode();
        if (isEdnsRejected(reply)) {
            return new NoEdns();
        }
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new Failed(ServerFault.rcode(rcode), true);
        }
        List<Record> answer = reply.getSection(Section.ANSWER);
        Name at = asked.owner();
        long ttl = Integer.MAX_VALUE;
        int followed = 0;
        while (true) {
            List<Record> set = at(answer, at, asked.type());
            if (!set.isEmpty()) {
                RRset found = RRset.of(set);
                return new Found(
                        found, set.stream().mapToLong(LookupResult::ttl).reduce(ttl, Math::min));
            }
            Optional<AliasStep> step = step(answer, at);
            if (step.isEmpty()) {
                break;
            }
            followed++;
            if (aliases + followed > Question.MAX_ALIASES) {
                return new Failed(ServerFault.aliasLoop(), false);
            }
            at = step.get().target();
            ttl = Math.min(ttl, step.get().ttl());
        }
        return negative(reply, at, followed, ttl);
    }

    /** RFC 6891, section 7; NOTIMP is that of older servers (RFC 2671, section 5.3). */
    private static boolean isEdnsRejected(Message reply) {
        return switch (reply.getRcode()) {
            case Rcode.FORMERR, Rcode.NOTIMP -> reply.getOPT() == null;
            case Rcode.BADVERS -> true;
            default -> false;
        };
    }

    private static LookupResult negative(Message reply, Name at, int followed, long ttl) {
        List<Record> authority = reply.getSection(Section.AUTHORITY);
        for (Record record : authority) {
            if (record instanceof SOARecord soa && at.subdomain(soa.getName())) {
                // RFC 2308, section 5
                long negative = Math.min(ttl(soa), Math.min(soa.getMinimum(), Integer.MAX_VALUE));
                return new Absent(Math.min(ttl, negative));
            }
        }
        if (reply.getRcode() == Rcode.NXDOMAIN) {
            return new Absent(0);
        }
        if (followed > 0) {
            return new Alias(at, followed, ttl);
        }
        if (!reply.getSection(Section.ANSWER).isEmpty()) {
            return new Failed(ServerFault.malformed("an answer to another question"), true);
        }
        if (authority.stream().anyMatch(record -> record.getType() == Type.NS)) {
            return new Failed(ServerFault.referral(), true);
        }
        boolean lame =
                authority.isEmpty()
                        && !reply.getHeader().getFlag(Flags.AA)
                        && !reply.getHeader().getFlag(Flags.RA);
        return lame ? new Failed(ServerFault.lame(), true) : new Absent(0);
    }

    private static List<Record> at(List<Record> answer, Name owner, int type) {
        var found = new LinkedHashSet<Record>();
        for (Record record : answer) {
            if (record.getType() == type
                    && record.getDClass() == DClass.IN
                    && record.getName().equals(owner)) {
                found.add(record);
            }
        }
        return List.copyOf(found);
    }

    /** Returns the TTL; a TTL with the topmost bit set counts as 0 (RFC 2181, section 8). */
    private static long ttl(Record record) {
        return record.getTTL() > Integer.MAX_VALUE ? 0 : record.getTTL();
    }

    /** One alias followed. */
    record AliasStep(Name target, long ttl) {}

    private static Optional<AliasStep> step(List<Record> answer, Name owner) {
        for (Record record : answer) {
            // Before the CNAME, to which older servers give a TTL of 0 (RFC 6672, section 3.1).
            if (record instanceof DNAMERecord dname
                    && owner.subdomain(dname.getName())
                    && !owner.equals(dname.getName())) {
                return ZoneAnswer.Dname.target(dname, owner)
                        .map(target -> new AliasStep(target, ttl(dname)));
            }
        }
        for (Record record : answer) {
            if (record instanceof CNAMERecord cname && cname.getName().equals(owner)) {
                return Optional.of(new AliasStep(cname.getTarget(), ttl(cname)));
            }
        }
        return Optional.empty();
    }
}
