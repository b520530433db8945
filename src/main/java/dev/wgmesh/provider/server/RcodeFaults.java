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
     * Of a server.
     *
     * @param about the zone, or the name whose zone is looked for
     */
    RcodeFaults(ServerAccess place, Name about) {
        this.place = place;
        this.about = about;
    }

    /** To a question. */
    UpdateFault asking(int rcode) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED ->
                    UpdateFault.unreadable(
                            "refuses to answer for " + shown() + code,
                            keyless("allow the key to query the zone (allow-query)")
                                    + ", or name the zone's own server with --server");
            case Rcode.SERVFAIL ->
                    UpdateFault.unreadable(
                            "cannot answer for " + shown() + code,
                            "see the server's log: the zone may not have loaded, or hold more than "
                                    + MOST_RECORDS
                                    + " records in an RRset");
            case Rcode.NOTAUTH ->
                    UpdateFault.unreadable(
                            "is not authoritative for " + shown() + code,
                            "name the zone's primary with --server");
            default ->
                    UpdateFault.unreadable(
                            "does not answer for " + shown() + code, "see the server's log");
        };
    }

    /** To a request for a transfer. */
    UpdateFault transferring(int rcode) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP ->
                    UpdateFault.unreadable(
                            "refuses to transfer " + shown() + code,
                            keyless("allow the key to transfer the zone (allow-transfer)")
                                    + ", or read it question by question");
            default -> asking(rcode);
        };
    }

    /** To an update that carries out the plan. */
    UpdateFault updating(int rcode, ZonePlan plan) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED -> refused(plan, code);
            case Rcode.NOTAUTH ->
                    place.key().isEmpty()
                            // Knot also says so to whom no rule lets do this.
                            ? UpdateFault.refused(
                                    "refuses an unsigned change of " + shown() + code,
                                    GIVE_KEY + PRIMARY)
                            : UpdateFault.refused(
                                    "is not a primary of " + shown() + code,
                                    "name the zone's primary with --server");
            case Rcode.NOTZONE ->
                    UpdateFault.refused(
                            "reports that a name of the change is not in " + shown() + code,
                            "name the server of that name's zone: --server HOST");
            case Rcode.NOTIMP ->
                    UpdateFault.refused(
                            "does not support updates (RFC 2136)" + code,
                            "name the zone's primary with --server, or edit the zone's file");
            case Rcode.FORMERR ->
                    UpdateFault.refused(
                            "cannot read the change of " + shown() + code,
                            "this is a bug: please report it with the output of --debug and"
                                    + " the server's log");
            case Rcode.SERVFAIL -> servfail(plan, code);
            default ->
                    UpdateFault.refused(
                            "rejects the change of " + shown() + code, "see the server's log");
        };
    }

    private UpdateFault refused(ZonePlan plan, String code) {
        String what = "refuses the change of " + shown() + code;
        if (place.key().isEmpty()) {
            return UpdateFault.refused(what, GIVE_KEY + PRIMARY);
        }
        String policy =
                "allow the key "
                        + place.key().get().name().toString(true)
                        + " to change these names and types (update-policy)"
                        + PRIMARY;
        return addressAtUnderscore(plan)
                .map(owner ->
                        UpdateFault.refused(
                                what,
                                "BIND rejects addresses at "
                                        + owner.toString(true)
                                        + " unless the zone's clause has check-names ignore; or "
                                        + policy))
                .orElseGet(() -> UpdateFault.refused(what, policy));
    }

    private UpdateFault servfail(ZonePlan plan, String code) {
        String what = "could not carry out the change of " + shown() + code;
        for (RRsetChange change : plan.changes()) {
            int records = after(change).map(set -> set.records().size()).orElse(0);
            if (records > MOST_RECORDS) {
                return UpdateFault.refused(
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
        return UpdateFault.unreadable(
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

    private String keyless(String keyed) {
        return place.key().isEmpty() ? GIVE_KEY : keyed;
    }

    private String shown() {
        return about.toString(true);
    }
}
