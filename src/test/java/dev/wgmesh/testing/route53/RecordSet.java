package dev.wgmesh.testing.route53;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A resource record set as the API has it.
 *
 * @param name as listed: lower case, absolute, octal escapes
 * @param identifier of a routed set; empty: a plain one
 * @param ttl in seconds; negative: none, as of an alias
 * @param routing other elements that it bears, in API words: {@code Weight} to {@code 10}; those of
 *     an alias under {@code AliasTarget/DNSName}
 */
record RecordSet(
        String name,
        String type,
        String identifier,
        long ttl,
        List<String> values,
        Map<String, String> routing) {

    /** The order of a listing: by the labels of the names from the root down, type, identifier. */
    static final Comparator<RecordSet> ORDER =
            Comparator.comparing((RecordSet set) -> reversed(set.name))
                    .thenComparing(RecordSet::type)
                    .thenComparing(RecordSet::identifier);

    RecordSet {
        values = List.copyOf(values);
        routing = Map.copyOf(routing);
    }

    /** A place in a listing, before every set of that name and type or after. */
    static RecordSet at(String name, String type, String identifier) {
        return new RecordSet(name, type, identifier, 0, List.of(), Map.of());
    }

    boolean isPlain() {
        return routing.isEmpty() && identifier.isEmpty();
    }

    /** What no two sets of a zone share. */
    String key() {
        return name + " " + type + " " + identifier;
    }

    /** Whether a deletion that names the other one means this. */
    boolean matches(RecordSet other) {
        return key().equals(other.key())
                && ttl == other.ttl
                && new HashSet<>(values).equals(new HashSet<>(other.values))
                && routing.equals(other.routing);
    }

    /** As messages name it: {@code [name='x.example.com.', type='A']}. */
    String describe() {
        String routed = identifier.isEmpty() ? "" : ", set-identifier='" + identifier + "'";
        return "[name='" + name + "', type='" + type + "'" + routed + "]";
    }

    /** {@code owner ttl type value | value}, or what it bears instead. */
    @Override
    public String toString() {
        String head = name + " " + (ttl < 0 ? "" : ttl + " ") + type;
        String rest = isPlain() ? "" : " " + identifier + new TreeMap<>(routing);
        return head + (values.isEmpty() ? "" : " " + String.join(" | ", values)) + rest;
    }

    /** Labels from the root down, each ended by the lowest character. */
    static String reversed(String name) {
        List<String> labels = Arrays.asList(name.split("\\."));
        return String.join("\0", labels.reversed()) + "\0";
    }
}
