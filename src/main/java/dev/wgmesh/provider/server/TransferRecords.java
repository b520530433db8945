package dev.wgmesh.provider.server;

import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The records of a transfer, in the order sent: a whole zone, which ends with the SOA it began with
 * (AXFR, RFC 5936), or the changes since a known state of it (IXFR, RFC 1995), or the SOA alone
 * where that state is the server's.
 */
final class TransferRecords {
    private enum Next {
        BEGIN,
        FIRST,
        WHOLE,
        REMOVED,
        ADDED,
        NOTHING
    }

    private final Name apex;
    private final String source;
    private final Optional<Known> known;
    private final List<ZoneRecord> whole = new ArrayList<>();
    private final Map<Question, Set<Record>> changed = new LinkedHashMap<>();
    private Optional<SOARecord> begin = Optional.empty();
    private Next next = Next.BEGIN;

    /** The serial up to which the changes were read. */
    private long version;

    /** A state of the zone that was transferred before. */
    private record Known(ZoneContents zone, long serial) {}

    /**
     * Expects a whole zone.
     *
     * @param source what a person calls the server
     */
    TransferRecords(Name apex, String source) {
        this.apex = apex;
        this.source = source;
        this.known = Optional.empty();
    }

    /** Expects the changes of a zone that was transferred before, or the whole zone again. */
    TransferRecords(ZoneContents zone, SOARecord soa) {
        this.apex = zone.apex();
        this.source = zone.source();
        this.known = Optional.of(new Known(zone, soa.getSerial()));
    }

    /** Returns whether the transfer is complete. */
    boolean isEnded() {
        return next == Next.NOTHING;
    }

    /** Returns whether no record came yet. */
    boolean isEmpty() {
        return begin.isEmpty();
    }

    /** Returns how many records of the zone came. */
    int size() {
        return whole.size() + changed.values().stream().mapToInt(Set::size).sum();
    }

    /** Returns the serial of the zone; call it where the transfer is complete. */
    long serial() {
        return begin.orElseThrow().getSerial();
    }

    /** Returns the zone; call it where the transfer is complete. */
    ZoneContents zone() {
        return whole.isEmpty() && known.isPresent()
                ? changed.isEmpty() ? known.get().zone() : known.get().zone().withRRsets(changed)
                : new ZoneContents(apex, source, whole, List.of());
    }

    /**
     * Takes the next record.
     *
     * @throws NoResponse where it cannot follow those before it
     */
    void add(Record record) throws NoResponse {
        if (record instanceof SOARecord soa && soa.getName().equals(apex)) {
            add(soa);
            return;
        }
        switch (next) {
            case BEGIN ->
                    throw ServerConnection.malformed(
                            "a transfer that does not begin with the zone's SOA");
            case FIRST -> {
                next = Next.WHOLE;
                whole.add(ZoneRecord.of(begin.orElseThrow()));
                addWhole(record);
            }
            case WHOLE -> addWhole(record);
            case REMOVED, ADDED -> {
                if (isInZone(record)) {
                    change(record);
                }
            }
            case NOTHING -> throw ServerConnection.malformed("records after the end of a transfer");
        }
    }

    private void add(SOARecord soa) throws NoResponse {
        long serial = soa.getSerial();
        switch (next) {
            case BEGIN -> {
                if (known.isPresent() && Serial.isAfter(known.get().serial(), serial)) {
                    throw ServerConnection.malformed("an older serial than before");
                }
                begin = Optional.of(soa);
                boolean current = known.isPresent() && known.get().serial() == serial;
                next = current ? Next.NOTHING : Next.FIRST;
            }
            case FIRST -> {
                if (known.isPresent() && known.get().serial() == serial) {
                    changed.put(new Question(apex, Type.SOA), Set.of(begin.orElseThrow()));
                    next = Next.REMOVED;
                } else {
                    whole.add(ZoneRecord.of(begin.orElseThrow()));
                    end(serial);
                }
            }
            case WHOLE -> end(serial);
            case REMOVED -> {
                version = serial;
                next = Next.ADDED;
            }
            case ADDED -> {
                if (serial != version) {
                    throw ServerConnection.malformed("changes that do not follow each other");
                }
                next = serial == serial() ? Next.NOTHING : Next.REMOVED;
            }
            case NOTHING -> throw ServerConnection.malformed("records after the end of a transfer");
        }
    }

    private void end(long serial) throws NoResponse {
        if (serial != serial()) {
            throw ServerConnection.malformed("a transfer that ends with another serial");
        }
        next = Next.NOTHING;
    }

    private void addWhole(Record record) {
        if (isInZone(record)) {
            whole.add(ZoneRecord.of(record));
        }
    }

    /** Whatever else a server sends is not the zone's. */
    private boolean isInZone(Record record) {
        return record.getName().subdomain(apex) && record.getDClass() == DClass.IN;
    }

    private void change(Record record) throws NoResponse {
        var question = new Question(record.getName(), record.getType());
        Set<Record> set =
                changed.computeIfAbsent(
                        question,
                        _ ->
                                new LinkedHashSet<>(
                                        known.orElseThrow()
                                                .zone()
                                                .rrset(question)
                                                .map(before -> before.dnsRecords())
                                                .orElse(List.of())));
        if (!(next == Next.REMOVED ? set.remove(record) : set.add(record))) {
            throw ServerConnection.malformed("changes of another state of the zone");
        }
    }
}
