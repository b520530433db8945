package dev.wgmesh.render;

import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.RecordText;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Records as zone-file text (RFC 1035, section 5), and plans as the records that differ. */
public final class ZonePlanText {
    private ZonePlanText() {}

    /** One line without line feed: owner, TTL, class, type and rdata, all absolute. */
    public static String of(Record record) {
        return "%s %d %s %s %s"
                .formatted(
                        record.getName(),
                        record.getTTL(),
                        DClass.string(record.getDClass()),
                        Type.string(record.getType()),
                        RecordText.data(record));
    }

    /** The records that the plans add, a zone after the other: to be pasted into zone files. */
    public static String added(List<ZonePlan> plans) {
        var text = new StringBuilder();
        for (ZonePlan plan : plans) {
            text.append("; zone ").append(plan.zone()).append('\n');
            for (RRsetChange change : plan.changes()) {
                Lines lines = Lines.of(change);
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

    /** The plans as lines that begin with {@code -} and {@code +}. */
    public static String difference(List<ZonePlan> plans) {
        var text = new StringBuilder();
        for (ZonePlan plan : plans) {
            text.append("zone ")
                    .append(plan.zone())
                    .append(": ")
                    .append(plan.purpose())
                    .append('\n');
            for (RRsetChange change : plan.changes()) {
                Lines lines = Lines.of(change);
                lines.removed().forEach(line -> text.append("- ").append(line).append('\n'));
                lines.added().forEach(line -> text.append("+ ").append(line).append('\n'));
            }
        }
        return text.isEmpty() ? "nothing to do\n" : text.toString();
    }

    /** The lines of records that a change takes away and adds; those it keeps are in neither. */
    record Lines(List<String> removed, List<String> added) {
        static Lines of(RRsetChange change) {
            return switch (change) {
                case RRsetChange.Create(RRset after) -> new Lines(List.of(), texts(after));
                case RRsetChange.Delete(RRset before) -> new Lines(texts(before), List.of());
                case RRsetChange.Replace(RRset before, RRset after) -> {
                    var removed = new ArrayList<>(texts(before));
                    var added = new ArrayList<>(texts(after));
                    removed.removeAll(texts(after));
                    added.removeAll(texts(before));
                    yield new Lines(removed, added);
                }
            };
        }

        private static List<String> texts(RRset set) {
            return set.bare().stream().map(ZonePlanText::of).toList();
        }
    }
}
