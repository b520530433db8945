package dev.wgmesh.zone;

import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The {@code key=value} texts of one RRset, read key by key; collects all faults. */
final class KeyValueText {
    private final String where;
    private final List<ZoneRecord> whole;
    private final TreeMap<String, List<ZoneRecord>> left = new TreeMap<>();
    private final List<KeyValueResult.PrefixRecord> prefixes = new ArrayList<>();
    private final List<KeyValueResult.Fault> faults = new ArrayList<>();

    /** Texts that are not records yet. */
    KeyValueText(Question question, List<String> texts) {
        this.where = question.toString();
        this.whole = List.of();
        texts.forEach(text -> left.put(text, List.of()));
    }

    /** Records in answer to {@code question}, which may be of an alias of their owner. */
    KeyValueText(Question question, RRset set) {
        this.where = question.toString();
        this.whole = List.of(set.records().getFirst());
        for (ZoneRecord record : set.records()) {
            left.computeIfAbsent(record.text(), _ -> new ArrayList<>()).add(record);
        }
    }

    /** Removes and returns every prefix of a key, once for each text. */
    List<Prefix> prefixes(String key, String example) {
        var values = new ArrayList<Prefix>();
        String form = "CIDR without host bits, such as " + example;
        for (Pair<Prefix> pair : pairs(key, form, Prefix::parse)) {
            values.add(pair.value());
            pair.records()
                    .forEach(record ->
                            prefixes.add(
                                    new KeyValueResult.PrefixRecord(key, pair.value(), record)));
        }
        return values;
    }

    /**
     * Removes and returns the value of a key that may occur once; two values are a fault.
     *
     * @param form of a valid value, for the fix
     */
    <T> Optional<T> one(String key, String form, Function<String, Optional<T>> parse) {
        List<Pair<T>> pairs = pairs(key, form, parse);
        if (pairs.size() > 1) {
            fault(key, "has more than one " + key + "= value", "keep only one " + key + "= value");
            return Optional.empty();
        }
        return pairs.stream().map(Pair::value).findFirst();
    }

    private <T> List<Pair<T>> pairs(String key, String form, Function<String, Optional<T>> parse) {
        var pairs = new ArrayList<Pair<T>>();
        String prefix = key + "=";
        // every text with this prefix, and no other, sorts between these two
        var texts = left.subMap(prefix, key + (char) ('=' + 1));
        texts.forEach((text, records) ->
                parse.apply(text.substring(prefix.length()))
                        .ifPresentOrElse(
                                value -> pairs.add(new Pair<>(value, records)),
                                () ->
                                        fault(
                                                key,
                                                records,
                                                "cannot read \"" + text + "\"",
                                                "write " + prefix + form)));
        texts.clear();
        return pairs;
    }

    /** Returns the other texts, sorted; a text without an equals sign is a fault. */
    List<String> rest() {
        left.forEach((text, records) -> {
            if (text.indexOf('=') < 1) {
                fault("", records, "\"" + text + "\" is not key=value", "remove this record");
            }
        });
        return List.copyOf(left.keySet());
    }

    /** Adds a fault of several texts of a key together. */
    void fault(String key, String what, String fix) {
        fault(key, whole, what, fix);
    }

    private void fault(String key, List<ZoneRecord> records, String what, String fix) {
        faults.add(new KeyValueResult.Fault(key, records, new Problem(where, what, fix)));
    }

    <T> KeyValueResult<T> result(T value) {
        return new KeyValueResult<>(value, prefixes, faults);
    }

    private record Pair<T>(T value, List<ZoneRecord> records) {}
}
