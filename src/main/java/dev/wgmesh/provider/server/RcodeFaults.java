package dev.wgmesh.provider.server;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.RRset;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** What an rcode that is no answer means, its likely cause, and the mend. */
final class RcodeFaults {
    /** Records in an RRset that BIND takes as it comes ({@code max-records-per-type}). */
    private static final int MOST_RECORDS = 100;

    private static final String GIVE_KEY = "give the key that it knows: --tsig-key-file FILE";
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
                            keyless("let the key query it there (allow-query)")
                                    + ", or name the zone's own server with --server");
            case Rcode.SERVFAIL ->
                    UpdateFault.unreadable(
                            "cannot answer for " + shown() + code,
                            "see its log: the zone may not have loaded, or hold more than "
                                    + MOST_RECORDS
                                    + " records in an RRset");
            case Rcode.NOTAUTH ->
                    UpdateFault.unreadable(
                            "is no authority for " + shown() + code,
                            "name the zone's primary with --server");
            default ->
                    UpdateFault.unreadable("does not answer for " + shown() + code, "see its log");
        };
    }

    /** To a request for a transfer. */
    UpdateFault transferring(int rcode) {
        String code = " (" + Rcode.string(rcode) + ")";
        return switch (rcode) {
            case Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NOTIMP ->
                    UpdateFault.unreadable(
                            "refuses to transfer " + shown() + code,
                            keyless("let the key transfer it there (allow-transfer)")
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
                                    "takes no unsigned change of " + shown() + code,
                                    GIVE_KEY + PRIMARY)
                            : UpdateFault.refused(
                                    "is no primary of " + shown() + code,
                                    "name the zone's primary with --server");
            case Rcode.NOTZONE ->
                    UpdateFault.refused(
                            "says that a name of the change is not in " + shown() + code,
                            "name the server of the zone that holds it");
            case Rcode.NOTIMP ->
                    UpdateFault.refused(
                            "knows no updates (RFC 2136)" + code,
                            "name the zone's primary with --server, or edit the zone's file");
            case Rcode.FORMERR ->
                    UpdateFault.refused(
                            "cannot read the change of " + shown() + code,
                            "see its log, and tell the makers of wg-mesh");
            case Rcode.SERVFAIL -> servfail(plan, code);
            default ->
                    UpdateFault.refused(
                            "does not take the change of " + shown() + code, "see its log");
        };
    }

    private UpdateFault refused(ZonePlan plan, String code) {
        String what = "refuses the change of " + shown() + code;
        if (place.key().isEmpty()) {
            return UpdateFault.refused(what, GIVE_KEY + PRIMARY);
        }
        String policy =
                "let the key "
                        + place.key().get().name().toString(true)
                        + " change these names and types there (update-policy)"
                        + PRIMARY;
        return addressAtUnderscore(plan)
                .map(owner ->
                        UpdateFault.refused(
                                what,
                                "BIND takes no address at "
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
                        "BIND takes "
                                + MOST_RECORDS
                                + " records in an RRset (max-records-per-type), and "
                                + change.question()
                                + " would have "
                                + records
                                + ": put further members into a sub-list");
            }
        }
        return UpdateFault.unreadable(
                what,
                "see its log: it may not be able to write its journal into the folder of the zone's"
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
