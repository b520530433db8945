package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Type;

/**
 * A list as it stands in the zone.
 *
 * @param parent the list whose PTR leads to it; empty at the top
 * @param texts its TXT records
 * @param pointers its PTR records
 * @param policyTexts at {@code _policy}
 */
public record ListRecords(
        MeshName name,
        Optional<ListRecords> parent,
        DnsAnswer<RRset> texts,
        DnsAnswer<RRset> pointers,
        DnsAnswer<RRset> policyTexts,
        List<ListEntry> entries) {

    static ListRecords of(MeshName name, Optional<ListRecords> parent, SnapshotLookup lookup) {
        DnsAnswer<RRset> texts = lookup.to(Question.of(name.text(), Type.TXT));
        return new ListRecords(
                name,
                parent,
                texts,
                lookup.to(Question.of(name.text(), Type.PTR)),
                lookup.to(new Question(MeshOwner.policy(name), Type.TXT)),
                texts.found().stream()
                        .flatMap(set -> set.records().stream())
                        .map(record -> ListEntry.of(name, record))
                        .toList());
    }

    /** Whether it is known what it lists. */
    public boolean isKnown() {
        return !texts.isFailed() && !pointers.isFailed();
    }

    /** Whether it is known that there is neither a list nor a policy. */
    public boolean isMissing() {
        return texts.isAbsent() && pointers.isAbsent() && policyTexts.isAbsent();
    }

    /** What was read of its own policy; empty where a part of it could not be read. */
    public Optional<Policy> policy() {
        return switch (policyTexts) {
            case DnsAnswer.Absent<RRset> _ -> Optional.of(Policy.NONE);
            case DnsAnswer.Failed<RRset> _ -> Optional.empty();
            case DnsAnswer.Found<RRset>(RRset set, _) -> {
                var reading = PolicyText.read(set.question(), TxtStrings.of(set));
                yield reading.problems().isEmpty()
                        ? Optional.of(reading.policy())
                        : Optional.empty();
            }
        };
    }

    /** The policies that bind its members: its own and those above; empty where one is unknown. */
    public Optional<List<Policy>> policies() {
        Optional<List<Policy>> above = parent.isEmpty() ? Optional.of(List.of()) : abovePolicies();
        return above.flatMap(
                list -> policy().map(own -> Stream.concat(list.stream(), Stream.of(own)).toList()));
    }

    private Optional<List<Policy>> abovePolicies() {
        return parent.flatMap(ListRecords::policies);
    }

    /** The pools that its members' addresses come from: its own, else the nearest above. */
    public List<Prefix> pools() {
        List<Prefix> own = policy().map(Policy::pools).orElse(List.of());
        return own.isEmpty() ? parent.map(ListRecords::pools).orElse(List.of()) : own;
    }

    /** Where the policy says {@code key=value}; the policy's name where no record does. */
    public FindingLocation policySpot(String pair) {
        return policyTexts.found().stream()
                .flatMap(set -> set.records().stream())
                .filter(record -> RecordTexts.of(record).equals(pair))
                .findFirst()
                .map(FindingLocation::of)
                .orElseGet(
                        () -> FindingLocation.of(new Question(MeshOwner.policy(name), Type.TXT)));
    }

    /** The line that shows the list best: its first record, else its policy's, else its name. */
    public FindingLocation spot() {
        return Stream.of(texts, pointers, policyTexts)
                .flatMap(answer -> answer.found().stream())
                .map(set -> set.records().getFirst())
                .findFirst()
                .map(ZoneRecord::place)
                .map(place -> FindingLocation.of(Question.of(name.text(), Type.TXT)).at(place))
                .orElseGet(() -> FindingLocation.of(Question.of(name.text(), Type.TXT)));
    }

    /** The PTR record of its parent that leads to it; empty at the top. */
    public Optional<ZoneRecord> pointer() {
        Name owner = Question.name(name);
        return parent.stream()
                .flatMap(above -> RecordTexts.records(above.pointers()))
                .filter(record -> ((PTRRecord) record.record()).getTarget().equals(owner))
                .findFirst();
    }
}
