package dev.wgmesh.zone;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.List;

/**
 * What the {@code key=value} texts of an RRset say: a policy, or the metadata of a member.
 *
 * @param value of all readable texts
 * @param prefixes in the texts, each with its record
 * @param faults everything that could not be read, key by key, then by text
 */
public record KeyValueResult<T>(T value, List<PrefixRecord> prefixes, List<Fault> faults) {
    public KeyValueResult {
        prefixes = List.copyOf(prefixes);
        faults = List.copyOf(faults);
    }

    /** Returns the problem of each fault. */
    public List<Problem> problems() {
        return faults.stream().map(Fault::problem).toList();
    }

    /** A record that holds a prefix; {@code key} is {@code pool}, {@code allow} or {@code net}. */
    public record PrefixRecord(String key, Prefix prefix, ZoneRecord record) {}

    /**
     * A text that cannot be read, or texts that do not fit together.
     *
     * @param key of the text; empty for a text that is not {@code key=value}
     * @param records with this text; the first of the RRset for a fault of several texts together
     */
    public record Fault(String key, List<ZoneRecord> records, Problem problem) {
        public Fault {
            records = List.copyOf(records);
        }
    }
}
