package dev.wgmesh.validate;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.zone.OwnerNames;
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
 * The records of a member list in a snapshot.
 *
 * @param parent the list whose PTR record names this list; empty at the top
 * @param txt its TXT records
 * @param ptr its PTR records
 * @param policyTxt the TXT records at {@code _policy}
 */
public record ListRecords(
        MeshName name,
        Optional<ListRecords> parent,
        DnsAnswer<RRset> txt,
        DnsAnswer<RRset> ptr,
        DnsAnswer<RRset> policyTxt,
        List<ListEntry> entries) {

    static ListRecords of(MeshName name, Optional<ListRecords> parent, SnapshotLookup lookup) {
        DnsAnswer<RRset> texts = lookup.answer(Question.of(name.text(), Type.TXT));
        return new ListRecords(
                name,
                parent,
                texts,
                lookup.answer(Question.of(name.text(), Type.PTR)),
                lookup.answer(new Question(OwnerNames.policy(name), Type.TXT)),
                texts.found().stream()
                        .flatMap(set -> set.records().stream())
                        .map(record -> ListEntry.of(name, record))
                        .toList());
    }

    /** Returns whether its entries and sub-lists could be read. */
    public boolean isKnown() {
        return !txt.isFailed() && !ptr.isFailed();
    }

    /** Returns whether there is neither a list nor a policy; false where a lookup failed. */
    public boolean isMissing() {
        return txt.isAbsent() && ptr.isAbsent() && policyTxt.isAbsent();
    }

    /** Returns its own policy; empty where a part of the policy could not be read. */
    public Optional<Policy> policy() {
        return switch (policyTxt) {
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

    /** Returns the policies of this list and of those above; empty where one is unreadable. */
    public Optional<List<Policy>> policies() {
        Optional<List<Policy>> above = parent.isEmpty() ? Optional.of(List.of()) : abovePolicies();
        return above.flatMap(
                list -> policy().map(own -> Stream.concat(list.stream(), Stream.of(own)).toList()));
    }

    private Optional<List<Policy>> abovePolicies() {
        return parent.flatMap(ListRecords::policies);
    }

    /** Returns the pools of its members' addresses: its own, or those of the nearest list above. */
    public List<Prefix> pools() {
        List<Prefix> own = policy().map(Policy::pools).orElse(List.of());
        return own.isEmpty() ? parent.map(ListRecords::pools).orElse(List.of()) : own;
    }

    /** Returns the location of a {@code key=value} pair; of the policy where no record has it. */
    public FindingLocation policyLocation(String pair) {
        return policyTxt.found().stream()
                .flatMap(set -> set.records().stream())
                .filter(record -> RecordTexts.of(record).equals(pair))
                .findFirst()
                .map(FindingLocation::of)
                .orElseGet(
                        () -> FindingLocation.of(new Question(OwnerNames.policy(name), Type.TXT)));
    }

    /** Returns the location of its first record, or of its policy, or of its name. */
    public FindingLocation location() {
        return Stream.of(txt, ptr, policyTxt)
                .flatMap(answer -> answer.found().stream())
                .map(set -> set.records().getFirst())
                .findFirst()
                .map(ZoneRecord::place)
                .map(place ->
                        FindingLocation.of(Question.of(name.text(), Type.TXT)).withPosition(place))
                .orElseGet(() -> FindingLocation.of(Question.of(name.text(), Type.TXT)));
    }

    /** Returns the PTR record of its parent that names this list; empty at the top. */
    public Optional<ZoneRecord> pointer() {
        Name owner = Question.name(name);
        return parent.stream()
                .flatMap(above -> RecordTexts.records(above.ptr()))
                .filter(record -> ((PTRRecord) record.record()).getTarget().equals(owner))
                .findFirst();
    }
}
