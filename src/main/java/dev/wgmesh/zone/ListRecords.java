package dev.wgmesh.zone;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MemberList;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * The records of a member list.
 *
 * @param parent the list whose PTR record names this list; empty at the top
 * @param txt its TXT records
 * @param ptr its PTR records
 * @param policyTxt the TXT records at {@code _policy}
 * @param entries its TXT records, decoded
 * @param pairs of its policy, decoded
 */
public record ListRecords(
        MeshName name,
        Optional<ListRecords> parent,
        DnsAnswer<RRset> txt,
        DnsAnswer<RRset> ptr,
        DnsAnswer<RRset> policyTxt,
        List<ListEntry> entries,
        DnsAnswer<KeyValueResult<Policy>> pairs) {

    static ListRecords of(MeshName name, Optional<ListRecords> parent, QuestionLog questions) {
        Question policy = PolicyText.question(name);
        DnsAnswer<RRset> texts = questions.answer(Question.of(name.text(), Type.TXT));
        DnsAnswer<RRset> policyTexts = questions.answer(policy);
        return new ListRecords(
                name,
                parent,
                texts,
                questions.answer(Question.of(name.text(), Type.PTR)),
                policyTexts,
                RRset.records(texts).map(record -> ListEntry.of(name, record)).toList(),
                policyTexts.map(set -> PolicyText.read(policy, set)));
    }

    /** Returns whether its entries and sub-lists could be read. */
    public boolean isKnown() {
        return !txt.isFailed() && !ptr.isFailed();
    }

    /** Returns whether there is neither a list nor a policy; false where a lookup failed. */
    public boolean isMissing() {
        return txt.isAbsent() && ptr.isAbsent() && policyTxt.isAbsent();
    }

    /**
     * Returns its own policy. A policy with an unreadable known key is failed, because half a
     * policy would permit what the whole forbids.
     */
    public DnsAnswer<Policy> policy() {
        return pairs.flatMap((result, ttl) ->
                result.faults().isEmpty()
                        ? new DnsAnswer.Found<>(result.value(), ttl)
                        : new DnsAnswer.Failed<>(result.problems().getFirst()));
    }

    /** Returns the policies of this list and of those above; empty where one is unreadable. */
    public Optional<List<Policy>> policies() {
        DnsAnswer<Policy> own = policy();
        return own.isFailed()
                ? Optional.empty()
                : parent.map(ListRecords::policies)
                        .orElseGet(() -> Optional.of(List.of()))
                        .map(above ->
                                Stream.concat(
                                                above.stream(),
                                                Stream.of(own.found().orElse(Policy.NONE)))
                                        .toList());
    }

    /** Returns the pools of its members' addresses: its own, or those of the nearest list above. */
    public List<Prefix> pools() {
        List<Prefix> own = ownPools();
        return own.isEmpty() ? parent.map(ListRecords::pools).orElse(List.of()) : own;
    }

    /** Returns the pools of its own policy; empty where the policy is unreadable. */
    public List<Prefix> ownPools() {
        return policy().found().map(Policy::pools).orElse(List.of());
    }

    /** Returns the PTR record of its parent that names this list; empty at the top. */
    public Optional<ZoneRecord> pointer() {
        Name owner = Question.name(name);
        return parent.stream()
                .flatMap(above -> RRset.records(above.ptr()))
                .filter(record -> record.target().equals(owner))
                .findFirst();
    }

    /** Returns its PTR records by the name of the sub-list, those without a valid name first. */
    List<ZoneRecord> pointers() {
        return RRset.records(ptr)
                .sorted((a, b) -> subListText(a).compareTo(subListText(b)))
                .toList();
    }

    private String subListText(ZoneRecord pointer) {
        return subList(pointer).map(MeshName::text).orElse("");
    }

    /** Returns the list that a PTR record leads to; empty where it cannot be a sub-list. */
    Optional<MeshName> subList(ZoneRecord pointer) {
        String domain = name.domain();
        return MeshName.parse(pointer.target().toString(true))
                .filter(sub -> sub.domain().equals(domain) || sub.domain().endsWith("." + domain));
    }

    /** Returns everything that could not be read in its own records, without its sub-lists. */
    Stream<Problem> problems() {
        return Stream.of(
                        policy().failure().stream(),
                        entries.stream()
                                .filter(entry -> entry.host().isEmpty())
                                .sorted((a, b) -> a.text().compareTo(b.text()))
                                .flatMap(entry -> entry.problem().stream()),
                        ptr.failure().or(txt::failure).stream())
                .flatMap(problems -> problems);
    }

    /** Returns the list as a value; its hosts are unknown where its sub-lists are. */
    MemberList value() {
        DnsAnswer<List<HostName>> hosts =
                ptr.isFailed()
                        ? ptr.map(_ -> List.of())
                        : txt.map(_ ->
                                entries.stream()
                                        .flatMap(entry -> entry.host().stream())
                                        .distinct()
                                        .sorted()
                                        .toList());
        return new MemberList(name, parent.map(ListRecords::name), policy(), hosts);
    }
}
