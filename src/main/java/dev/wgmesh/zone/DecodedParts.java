package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The lists and members of a mesh whose questions all have answers, each decoded once: a later
 * round decodes only the others. An answer does not change between the rounds.
 */
final class DecodedParts {
    private final Map<MeshName, ListPart> lists = new HashMap<>();
    private final Map<HostName, MemberPart> members = new HashMap<>();
    private Optional<SortedMap<HostName, MeshName>> listOf = Optional.empty();

    /** The records of a list, with the TTL of its answers. */
    private record ListPart(ListRecords value, Optional<Duration> ttl) {}

    /** Returns the records of a list. */
    ListRecords list(MeshName name, Optional<ListRecords> parent, QuestionLog questions) {
        ListPart known = lists.get(name);
        if (known != null && known.value().parent().equals(parent)) {
            questions.lowerTtl(known.ttl());
            return known.value();
        }
        QuestionLog log = questions.part();
        ListRecords list = ListRecords.of(name, parent, log);
        if (log.unanswered().isEmpty()) {
            lists.put(name, new ListPart(list, log.shortest()));
        }
        questions.add(log);
        return list;
    }

    /** Returns the first list of each member, by name; empty: not every list has answers yet. */
    Optional<SortedMap<HostName, MeshName>> listOf() {
        return listOf;
    }

    /** Sets it when every list has its answers. */
    void setListOf(SortedMap<HostName, MeshName> known) {
        listOf = Optional.of(known);
    }

    /** Returns what is known of a member in a list. */
    MemberPart member(HostName host, MeshName list) {
        MemberPart known = members.get(host);
        if (known == null || !known.list().equals(list)) {
            known = new MemberPart(host, list);
            members.put(host, known);
        }
        return known;
    }
}
