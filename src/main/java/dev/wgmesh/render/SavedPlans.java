package dev.wgmesh.render;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plans and receipts in files: every octet of every record comes back as it was. */
public final class SavedPlans {
    private static final String RECORD = "expected a record of class IN";

    private SavedPlans() {}

    /**
     * Returns a document {@code wg-mesh/zone-plan}: plans, in the order in which they are
     * committed.
     */
    public static String plans(List<HostedPlan> plans) {
        ObjectNode document = Json.document("zone-plan").put("committed", false);
        ArrayNode zones = document.putArray("plans");
        plans.forEach(it -> zones.add(ZonePlanJson.plan(it.plan(), Optional.of(it.host()))));
        document.putArray("problems");
        return Json.text(document);
    }

    /** Returns a document {@code wg-mesh/receipt}: what one command committed, in order. */
    public static String receipts(List<HostedReceipt> receipts) {
        ObjectNode document = Json.document("receipt");
        ArrayNode zones = document.putArray("receipts");
        for (HostedReceipt it : receipts) {
            ObjectNode zone = ZonePlanJson.plan(it.receipt().plan(), Optional.of(it.host()));
            ZonePlanJson.receipt(zone, it.receipt());
            zones.add(zone);
        }
        return Json.text(document);
    }

    /**
     * Returns the plans in a text, at least one.
     *
     * @param file what a person calls the text
     * @throws Failure INPUT with everything that is wrong with it
     */
    public static List<HostedPlan> readPlans(String text, String file) {
        return JsonText.read(
                text,
                file,
                "zone-plan",
                "give a plan that --out saved",
                document -> {
                    document.expect("committed", false);
                    document.has("problems");
                    return document.objects(
                                    "plans",
                                    plan -> {
                                        Optional<Location.KnownHost> host = host(plan);
                                        return plan(plan)
                                                .flatMap(
                                                        it -> host.map(h -> new HostedPlan(h, it)));
                                    })
                            .flatMap(list -> requireNonEmpty(document, "plans", list));
                });
    }

    /**
     * Returns the receipts in a text, at least one.
     *
     * @param file what a person calls the text
     * @throws Failure INPUT with everything that is wrong with it
     */
    public static List<HostedReceipt> readReceipts(String text, String file) {
        return JsonText.read(
                text,
                file,
                "receipt",
                "give the receipt of a commit: a file in STATE/receipts, which config show names",
                document ->
                        document.objects("receipts", SavedPlans::receipt)
                                .flatMap(list -> requireNonEmpty(document, "receipts", list)));
    }

    private static <T> Optional<List<T>> requireNonEmpty(
            FieldReader document, String name, List<T> list) {
        return list.isEmpty() ? document.wrong(name, "is empty") : Optional.of(list);
    }

    private static Optional<HostedReceipt> receipt(FieldReader fields) {
        Optional<Location.KnownHost> host = host(fields);
        Optional<ZonePlan> plan = plan(fields);
        Optional<String> place = fields.text("place");
        Optional<Long> serial = fields.number("serial");
        Optional<Instant> time =
                fields.one("time", StateFields::time, "expected a time (RFC 3339)");
        Optional<String> change =
                fields.has("changeId") ? fields.text("changeId") : Optional.empty();
        if (Stream.of(host, plan, place, serial, time).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var receipt =
                new Receipt(
                        plan.orElseThrow(),
                        place.orElseThrow(),
                        serial.orElseThrow(),
                        time.orElseThrow(),
                        change);
        return Optional.of(new HostedReceipt(host.orElseThrow(), receipt));
    }

    private static Optional<Location.KnownHost> host(FieldReader fields) {
        return fields.object("host", LocationJson::read);
    }

    private static Optional<ZonePlan> plan(FieldReader fields) {
        Optional<Name> zone = fields.one("zone", SavedPlans::name, "expected a domain name");
        Optional<String> purpose =
                fields.one("purpose", SavedPlans::line, "expected a line of printable ASCII");
        Optional<List<Condition>> conditions = fields.objects("conditions", SavedPlans::condition);
        Optional<List<RRsetChange>> changes = fields.objects("changes", SavedPlans::change);
        if (Stream.of(zone, purpose, conditions, changes).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                new ZonePlan(
                        zone.orElseThrow(),
                        purpose.orElseThrow(),
                        conditions.orElseThrow(),
                        changes.orElseThrow()));
    }

    private static Optional<Condition> condition(FieldReader fields) {
        Optional<Question> question = question(fields);
        if (!fields.has("holds")) {
            fields.expect("absent", true);
            return question.map(Condition.RRsetAbsent::new);
        }
        return records(fields, "holds")
                .flatMap(records -> set(fields, "holds", question, records))
                .map(Condition.RRsetExists::new);
    }

    private static Optional<RRsetChange> change(FieldReader fields) {
        Optional<Question> question = question(fields);
        Optional<List<Record>> kept = records(fields, "kept");
        Optional<List<Record>> removed = records(fields, "removed");
        Optional<List<Record>> added = records(fields, "added");
        if (Stream.of(question, kept, removed, added).anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<Record> before = concat(kept.get(), removed.get());
        List<Record> after = concat(kept.get(), added.get());
        if (removed.get().isEmpty() && added.get().isEmpty()) {
            return fields.wrong("added", "added and removed are both empty");
        }
        Optional<RRset> was =
                before.isEmpty() ? Optional.empty() : set(fields, "removed", question, before);
        Optional<RRset> becomes =
                after.isEmpty() ? Optional.empty() : set(fields, "added", question, after);
        if (was.isEmpty() != before.isEmpty() || becomes.isEmpty() != after.isEmpty()) {
            return Optional.empty();
        }
        if (was.isEmpty()) {
            return becomes.map(RRsetChange.Create::new);
        }
        return becomes.<RRsetChange>map(it -> new RRsetChange.Replace(was.get(), it))
                .or(() -> was.map(RRsetChange.Delete::new));
    }

    private static List<Record> concat(List<Record> some, List<Record> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Optional<List<Record>> records(FieldReader fields, String name) {
        return fields.list(name, RecordLine::parse, RECORD);
    }

    private static Optional<RRset> set(
            FieldReader fields, String name, Optional<Question> question, List<Record> records) {
        if (question.isEmpty()) {
            return Optional.empty();
        }
        boolean alike =
                records.stream()
                        .allMatch(
                                r -> new Question(r.getName(), r.getType()).equals(question.get()));
        return alike && !records.isEmpty()
                ? Optional.of(RRset.of(records))
                : fields.wrong(name, "contains records of another RRset than " + question.get());
    }

    private static Optional<Question> question(FieldReader fields) {
        return fields.one("rrset", SavedPlans::question, "expected an owner name and type");
    }

    private static Optional<Question> question(String text) {
        int space = text.lastIndexOf(' ');
        int type = Type.value(text.substring(space + 1), true);
        return space < 0 || type < 0
                ? Optional.empty()
                : name(text.substring(0, space)).map(owner -> new Question(owner, type));
    }

    private static Optional<Name> name(String text) {
        try {
            return Optional.of(Question.name(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> line(String text) {
        return text.matches("[ -~]{1,500}") ? Optional.of(text) : Optional.empty();
    }
}
