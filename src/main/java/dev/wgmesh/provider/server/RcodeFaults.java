package dev.wgmesh.provider.server;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.RRset;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The meaning of an rcode that is not an answer: its likely cause and the fix. */
final class RcodeFaults {
    /** Records in an RRset that BIND allows by default ({@code max-records-per-type}). */
    private static final int MOST_RECORDS = 100;

    private static final String GIVE_KEY = "give a key that the server knows: --tsig-key-file FILE";
    private static final String PRIMARY = "; if it is a secondary, name the primary with --server";

    private final ServerAccess place;
    private final Name about;

    /**
     * Creates the faults of a server.
     *
     * @param about the zone, or the name whose zone is looked for
     */
    RcodeFaults(ServerAccess place, Name about) {
        this.place = place;
        this.about = about;
    }

    /** Returns the fault of a question with that rcode. */
    DnsServerFault ofQuery(int rcode) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED ->
                    DnsServerFault.unreadable(
                            "refuses to answer for " + nameText() + code,
                            fixWithoutKey("allow the key to query the zone (allow-query)")
                                    + ", or name the zone's own server with --server");
            case Rcode.SERVFAIL ->
                    DnsServerFault.unreadable(
                            "cannot answer for " + nameText() + code,
                            "see the server's log: the zone may not have loaded, or hold more than "
                                    + MOST_RECORDS
                                    + " records in an RRset");
            case Rcode.NOTAUTH ->
                    DnsServerFault.unreadable(
                            "is not authoritative for " + nameText() + code,
                            "name the zone's primary with --server");
            default ->
                    DnsServerFault.unreadable(
                            "does not answer for " + nameText() + code, "see the server's log");
        };
    }

    /** Returns the fault of a request for a transfer with that rcode. */
    DnsServerFault ofTransfer(int rcode) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP ->
                    DnsServerFault.unreadable(
                            "refuses to transfer " + nameText() + code,
                            fixWithoutKey("allow the key to transfer the zone (allow-transfer)")
                                    + ", or read it question by question");
            default -> ofQuery(rcode);
        };
    }

    /** Returns the fault of an update that carries out the plan, with that rcode. */
    DnsServerFault ofUpdate(int rcode, ZonePlan plan) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED -> refused(plan, code);
            case Rcode.NOTAUTH ->
                    place.key().isEmpty()
                            // Knot also says so to whom no rule lets do this.
                            ? DnsServerFault.refused(
                                    "refuses an unsigned change of " + nameText() + code,
                                    GIVE_KEY + PRIMARY)
                            : DnsServerFault.refused(
                                    "is not a primary of " + nameText() + code,
                                    "name the zone's primary with --server");
            case Rcode.NOTZONE ->
                    DnsServerFault.refused(
                            "reports that a name of the change is not in " + nameText() + code,
                            "name the server of that name's zone: --server HOST");
            case Rcode.NOTIMP ->
                    DnsServerFault.refused(
                            "does not support updates (RFC 2136)" + code,
                            "name the zone's primary with --server, or edit the zone's file");
            case Rcode.FORMERR ->
                    DnsServerFault.refused(
                            "cannot read the change of " + nameText() + code,
                            "this is a bug: please report it with the output of --debug and"
                                    + " the server's log");
            case Rcode.SERVFAIL -> servfail(plan, code);
            default ->
                    DnsServerFault.refused(
                            "rejects the change of " + nameText() + code, "see the server's log");
        };
    }

    private DnsServerFault refused(ZonePlan plan, String code) {
        String what = "refuses the change of " + nameText() + code;
        if (place.key().isEmpty()) {
            return DnsServerFault.refused(what, GIVE_KEY + PRIMARY);
        }
        String policy =
                "allow the key "
                        + place.key().get().name().toString(true)
                        + " to change these names and types (update-policy)"
                        + PRIMARY;
        return addressAtUnderscore(plan)
                .map(owner ->
                        DnsServerFault.refused(
                                what,
                                "BIND rejects addresses at "
                                        + owner.toString(true)
                                        + " unless the zone's clause has check-names ignore; or "
                                        + policy))
                .orElseGet(() -> DnsServerFault.refused(what, policy));
    }

    private DnsServerFault servfail(ZonePlan plan, String code) {
        String what = "could not carry out the change of " + nameText() + code;
        for (RRsetChange change : plan.changes()) {
            int records = after(change).map(set -> set.records().size()).orElse(0);
            if (records > MOST_RECORDS) {
                return DnsServerFault.refused(
                        what,
                        "BIND allows "
                                + MOST_RECORDS
                                + " records in an RRset (max-records-per-type), and "
                                + change.question()
                                + " would have "
                                + records
                                + ": add further members to a sub-list");
            }
        }
        return DnsServerFault.unreadable(
                what,
                "see the server's log: the server may not be able to write its journal into"
                        + " the folder of the zone's"
                        + " file, or the zone may not have loaded");
    }

    private static Optional<RRset> after(RRsetChange change) {
        return switch (change) {
            case RRsetChange.Create(RRset after) -> Optional.of(after);
            case RRsetChange.Replace(_, RRset after) -> Optional.of(after);
            case RRsetChange.Delete _ -> Optional.empty();
        };
    }

    private static Optional<Name> addressAtUnderscore(ZonePlan plan) {
        return plan.changes().stream()
                .filter(change -> after(change).isPresent())
                .map(RRsetChange::question)
                .filter(question -> question.type() == Type.A || question.type() == Type.AAAA)
                .map(question -> question.owner())
                .filter(owner -> owner.toString().startsWith("_"))
                .findFirst();
    }

    private String fixWithoutKey(String keyed) {
        return place.key().isEmpty() ? GIVE_KEY : keyed;
    }

    private String nameText() {
        return about.toString(true);
    }
}
