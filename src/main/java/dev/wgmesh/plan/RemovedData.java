package dev.wgmesh.plan;

import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.SchemaRecord.Part;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RecordLine;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/**
 * What plans take away from members and hosts: entries of lists, sub-lists, policies, keys, mesh
 * addresses; the addresses of a host itself, which others may use, and endpoints at other names. A
 * replaced record is taken away too, whoever wrote it. Nobody loses any of these to a command
 * without being asked.
 *
 * @param records as zone-file text, sorted
 */
public record RemovedData(SortedSet<String> records) {
    /** Nothing is taken away. */
    public static final RemovedData NONE = new RemovedData(new TreeSet<>());

    /** Returns the records that the plans remove. */
    public static RemovedData of(Collection<ZonePlan> plans) {
        var records = new TreeSet<String>();
        for (ZonePlan plan : plans) {
            for (RRsetChange change : plan.changes()) {
                change.removedRecords().stream()
                        .filter(record -> isProtected(change.question(), record))
                        .forEach(record -> records.add(text(record)));
            }
        }
        return new RemovedData(records);
    }

    /** Returns the records that the plan adds: to remove them again takes nothing away. */
    public static RemovedData addedBy(ZonePlan plan) {
        var records = new TreeSet<String>();
        plan.changes().stream()
                .flatMap(change -> change.addedRecords().stream())
                .forEach(record -> records.add(text(record)));
        return new RemovedData(records);
    }

    /** Every TXT and PTR record that could be a list's counts as one. */
    private static boolean isProtected(Question question, Record record) {
        Name owner = question.owner();
        String first = MeshNames.firstLabel(owner);
        return switch (question.type()) {
            case Type.TXT ->
                    !first.equals(RecordFormat.REVISION)
                            && !first.equals(RecordFormat.META)
                            && !first.equals(RecordFormat.SIGNATURE);
            case Type.PTR -> true;
            case Type.A, Type.AAAA ->
                    SchemaRecord.of(question, MeshNames.P2P)
                            .filter(name ->
                                    name.part() == Part.ADDRESSES || name.part() == Part.ENDPOINT)
                            .isPresent();
            case Type.SRV ->
                    SchemaRecord.of(question, MeshNames.P2P)
                            .filter(name ->
                                    name.part() == Part.SERVICE
                                            && !((SRVRecord) record)
                                                    .getTarget()
                                                    .equals(name.subject()))
                            .isPresent();
            default -> false;
        };
    }

    /** Without its TTL, which is none of the loss. */
    private static String text(Record record) {
        String[] parts = RecordLine.of(record).split(" ", 4);
        return parts[0] + " " + parts[3];
    }

    /** Returns whether nothing is taken away. */
    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Returns whether all of it is among what was agreed to. */
    public boolean isSubsetOf(RemovedData agreed) {
        return agreed.records.containsAll(records);
    }

    /** Returns the union of both. */
    public RemovedData union(RemovedData more) {
        var all = new TreeSet<>(records);
        all.addAll(more.records);
        return new RemovedData(all);
    }
}
