package dev.wgmesh.provider.route53;

import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeBatch;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * A plan as one batch of changes, which Route53 does as a whole or not at all.
 *
 * <p>A DELETE has to repeat the set exactly, and a CREATE fails where the set is there: each is a
 * comparison. So a set is replaced by a DELETE of what was read and a CREATE of what is wanted, a
 * set that must hold but does not change by a DELETE and a CREATE of the same, and never by UPSERT,
 * which compares nothing. The limits are Route53's quotas of one request.
 */
final class Route53Batch {
    /** Records of all sets of a batch at the most. */
    static final int MAX_RECORDS = 1_000;

    /** Characters of all values of a batch at the most. */
    static final int MAX_CHARACTERS = 32_000;

    /** Records of one set at the most. */
    static final int MAX_SET = 400;

    /** Characters of one value at the most. */
    static final int MAX_VALUE = 4_000;

    /** Characters of a comment at the most. */
    private static final int MAX_COMMENT = 256;

    private final Route53Reading reading;
    private final ZonePlan plan;
    private final List<Change> deletions = new ArrayList<>();
    private final List<Change> creations = new ArrayList<>();

    private Route53Batch(Route53Reading reading, ZonePlan plan) {
        this.reading = reading;
        this.plan = plan;
    }

    /**
     * Returns the batch that leads from the zone as it was read to what is planned.
     *
     * @param reading that the plan fits
     * @throws Failure REFUSED above a limit, with the numbers
     */
    static ChangeBatch of(Route53Reading reading, ZonePlan plan) {
        var batch = new Route53Batch(reading, plan);
        batch.fill();
        batch.requireWithinLimits();
        return ChangeBatch.builder().comment(comment(plan)).changes(batch.changes()).build();
    }

    /** Deletions first: an address may take the place of a CNAME. */
    private List<Change> changes() {
        return Stream.concat(deletions.stream(), creations.stream()).toList();
    }

    private void fill() {
        Set<Question> compared = new TreeSet<>();
        for (RRsetChange change : plan.changes()) {
            compared.add(change.question());
            switch (change) {
                case RRsetChange.Create(RRset after) -> create(createdSet(after));
                case RRsetChange.Replace(_, RRset after) -> {
                    delete(raw(after.question()));
                    create(changedSet(after));
                }
                case RRsetChange.Delete(RRset before) -> delete(raw(before.question()));
            }
        }
        for (Condition condition : plan.conditions()) {
            if (condition instanceof Condition.RRsetExists(RRset set)
                    && compared.add(set.question())) {
                delete(raw(set.question()));
                create(raw(set.question()));
            }
        }
    }

    private ResourceRecordSet raw(Question question) {
        ResourceRecordSet raw = reading.raw().get(question);
        if (raw == null) {
            throw new IllegalArgumentException(question + " was not read");
        }
        return raw;
    }

    private static ResourceRecordSet createdSet(RRset after) {
        return ResourceRecordSet.builder()
                .name(Route53Text.name(after.question().owner()))
                .type(Type.string(after.question().type()))
                .ttl(after.ttl())
                .resourceRecords(values(after, Map.of()))
                .build();
    }

    /** Returns the set with other records: its TTL, and the text of records that stay, are kept. */
    private ResourceRecordSet changedSet(RRset after) {
        ResourceRecordSet raw = raw(after.question());
        var texts = new HashMap<String, String>();
        for (ResourceRecord value : raw.resourceRecords()) {
            texts.put(canonicalRdata(after.question(), value.value()), value.value());
        }
        return raw.toBuilder().resourceRecords(values(after, texts)).build();
    }

    private static String canonicalRdata(Question question, String value) {
        try {
            return ZoneRecord.canonicalRdata(
                    Route53Text.record(question.owner(), question.type(), 0, value));
        } catch (IOException e) {
            throw new IllegalStateException(question + " was read before", e);
        }
    }

    private static List<ResourceRecord> values(RRset set, Map<String, String> texts) {
        var values = new LinkedHashSet<String>();
        for (Record record : set.dnsRecords()) {
            String known = texts.get(ZoneRecord.canonicalRdata(record));
            values.add(known == null ? Route53Text.value(record) : known);
        }
        return values.stream().map(v -> ResourceRecord.builder().value(v).build()).toList();
    }

    private void delete(ResourceRecordSet set) {
        deletions.add(change(ChangeAction.DELETE, set));
    }

    private void create(ResourceRecordSet set) {
        creations.add(change(ChangeAction.CREATE, set));
    }

    private static Change change(ChangeAction action, ResourceRecordSet set) {
        return Change.builder().action(action).resourceRecordSet(set).build();
    }

    private void requireWithinLimits() {
        var problems = new ArrayList<Problem>();
        int records = 0;
        int characters = 0;
        for (Change change : changes()) {
            ResourceRecordSet set = change.resourceRecordSet();
            records += set.resourceRecords().size();
            characters += set.resourceRecords().stream().mapToInt(v -> v.value().length()).sum();
        }
        for (Change change : creations) {
            sizes(change.resourceRecordSet(), problems);
        }
        String place = reading.zone().source();
        limit(place, "records in one change, old and new", records, MAX_RECORDS, problems);
        limit(place, "characters in one change, old and new", characters, MAX_CHARACTERS, problems);
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
    }

    private static void sizes(ResourceRecordSet set, List<Problem> problems) {
        String where = set.name().replaceAll("\\.$", "") + " " + set.typeAsString();
        limit(where, "records", set.resourceRecords().size(), MAX_SET, problems);
        int longest =
                set.resourceRecords().stream().mapToInt(v -> v.value().length()).max().orElse(0);
        limit(where, "characters in one record", longest, MAX_VALUE, problems);
    }

    private static void limit(
            String where, String what, int number, int most, List<Problem> problems) {
        if (number > most) {
            problems.add(
                    new Problem(
                            where,
                            String.format(
                                    Locale.ROOT,
                                    "needs %,d %s; Route53 allows %,d",
                                    number,
                                    what,
                                    most),
                            "move members to sub-lists, or change fewer records at once"));
        }
    }

    private static String comment(ZonePlan plan) {
        String text = PrintableText.of("wg-mesh: " + plan.purpose());
        if (text.length() <= MAX_COMMENT) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(MAX_COMMENT - 1));
        return text.substring(0, splits ? MAX_COMMENT - 1 : MAX_COMMENT);
    }
}
