package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.KeyRecord;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RecordTexts;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.stream.Stream;

/** A name with more than one key. */
final class K008TwoKeys implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "K008",
                Level.ERROR,
                "more than one TXT",
                "Nobody can tell which is the key: readers take none or any.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return in.sets().stream()
                .filter(set -> set.records().size() > 1)
                .filter(set -> set.records().stream().map(RecordTexts::of).distinct().count() > 1)
                .flatMap(set ->
                        KeyRecord.in(set)
                                .filter(record -> !record.record().equals(set.records().getFirst()))
                                .limit(1)
                                .filter(record ->
                                        record.text().equals(RecordTexts.of(record.record())))
                                .map(record ->
                                        finding(
                                                record.spot(),
                                                "there are "
                                                        + set.records().size()
                                                        + " TXT records, one must be the only one",
                                                "keep the key that wg pubkey prints on "
                                                        + record.host())));
    }
}
