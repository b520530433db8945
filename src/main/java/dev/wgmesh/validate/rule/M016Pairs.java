package dev.wgmesh.validate.rule;

import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.Inspection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.zone.MetadataText;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xbill.DNS.TXTRecord;

/** A policy or metadata of which a pair cannot be read. */
final class M016Pairs implements Rule {
    @Override
    public RuleInfo about() {
        return new RuleInfo(
                "M016",
                Level.ERROR,
                "policy or metadata that cannot be read",
                "Nodes take no policy rather than half of one, and hold on to the last they read; "
                        + "a member's pair counts as not said.",
                "docs/records.md");
    }

    @Override
    public Stream<Finding> check(Inspection in) {
        return Stream.concat(
                in.lists()
                        .flatMap(list -> list.policyTexts().found().stream())
                        .flatMap(set ->
                                findings(
                                        set,
                                        texts ->
                                                PolicyText.read(set.question(), texts).problems())),
                in.members()
                        .flatMap(member -> member.meta().found().stream())
                        .flatMap(set -> findings(set, texts -> metadata(set, texts))));
    }

    /** A bad key is a finding of the K rules. */
    private static List<Problem> metadata(RRset set, List<String> texts) {
        List<String> others = texts.stream().filter(text -> !text.startsWith("next-key=")).toList();
        return MetadataText.read(set.question(), others).problems();
    }

    /** At the record that has the fault; at the first where it takes several to make it. */
    private Stream<Finding> findings(RRset set, Function<List<String>, List<Problem>> read) {
        var told = new HashSet<Problem>();
        var findings = Stream.<Finding>builder();
        for (ZoneRecord record : set.records()) {
            for (Problem problem :
                    read.apply(List.of(TxtStrings.of((TXTRecord) record.record())))) {
                told.add(problem);
                findings.add(finding(record, problem));
            }
        }
        read.apply(TxtStrings.of(set)).stream()
                .filter(problem -> !told.contains(problem))
                .forEach(problem -> findings.add(finding(set.records().getFirst(), problem)));
        return findings.build();
    }

    private Finding finding(ZoneRecord record, Problem problem) {
        return finding(
                FindingLocation.of(record), problem.where() + " " + problem.what(), problem.fix());
    }
}
