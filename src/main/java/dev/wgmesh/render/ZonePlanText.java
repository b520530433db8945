package dev.wgmesh.render;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/** Records as zone-file text (RFC 1035, section 5), and plans as the records that differ. */
public final class ZonePlanText {
    private ZonePlanText() {}

    /** One line without line feed: owner, TTL, class, type and rdata, all absolute. */
    public static String of(Record record) {
        return RecordLine.of(record);
    }

    /**
     * Returns the records that the plans add, a zone after the other: to be pasted into zone files.
     */
    public static String addedRecords(List<ZonePlan> plans) {
        var text = new StringBuilder();
        for (ZonePlan plan : plans) {
            text.append("; zone ").append(plan.zone()).append('\n');
            for (RRsetChange change : plan.changes()) {
                RecordDiff lines = RecordDiff.of(change);
                if (!lines.removed().isEmpty()) {
                    lines.removed()
                            .forEach(
                                    line -> text.append("; instead of ").append(line).append('\n'));
                }
                lines.added().forEach(line -> text.append(line).append('\n'));
            }
        }
        return text.toString();
    }

    /** Returns the plans as lines that begin with {@code -} and {@code +}. */
    public static String diff(List<ZonePlan> plans) {
        var text = new StringBuilder();
        for (ZonePlan plan : plans) {
            text.append("zone ")
                    .append(plan.zone())
                    .append(": ")
                    .append(plan.purpose())
                    .append('\n');
            for (RRsetChange change : plan.changes()) {
                RecordDiff lines = RecordDiff.of(change);
                lines.removed().forEach(line -> text.append("- ").append(line).append('\n'));
                lines.added().forEach(line -> text.append("+ ").append(line).append('\n'));
            }
        }
        return text.isEmpty() ? "nothing to do\n" : text.toString();
    }

    /** The lines of records that a change keeps, takes away and adds. */
    record RecordDiff(List<String> kept, List<String> removed, List<String> added) {
        static RecordDiff of(RRsetChange change) {
            List<String> before = texts(change.oldRRset());
            List<String> after = texts(change.newRRset());
            var kept = new ArrayList<>(before);
            kept.retainAll(after);
            var removed = new ArrayList<>(before);
            removed.removeAll(after);
            var added = new ArrayList<>(after);
            added.removeAll(before);
            return new RecordDiff(kept, removed, added);
        }

        private static List<String> texts(Optional<RRset> set) {
            return set.map(RRset::dnsRecords).orElse(List.of()).stream()
                    .map(RecordLine::of)
                    .toList();
        }
    }
}
