package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * The lists and members of a mesh whose questions all have answers, each decoded once: a later
 * round decodes only the others. An answer does not change between the rounds.
 */
final class DecodedParts {
    private final Map<MeshName, Part<ListRecords>> lists = new HashMap<>();
    private final Map<HostName, Part<DecodedMember>> members = new HashMap<>();
    private final Map<HostName, MemberQuestions> asked = new HashMap<>();
    private final Set<HostName> openEndpoints = new HashSet<>();
    private Optional<SortedMap<HostName, MeshName>> listOf = Optional.empty();

    /** A decoded part, with the TTL of its answers. */
    private record Part<T>(T value, Optional<Duration> ttl) {}

    /**
     * A member, and everything of it that could not be read.
     *
     * @param list that it was decoded for
     */
    record DecodedMember(MeshName list, Member member, List<Problem> problems) {}

    /** Returns the records of a list. */
    ListRecords list(MeshName name, Optional<ListRecords> parent, QuestionLog questions) {
        Part<ListRecords> known = lists.get(name);
        if (known != null && known.value().parent().equals(parent)) {
            questions.lowerTtl(known.ttl());
            return known.value();
        }
        QuestionLog log = questions.part();
        ListRecords list = ListRecords.of(name, parent, log);
        if (log.unanswered().isEmpty()) {
            lists.put(name, new Part<>(list, log.shortest()));
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

    /** Returns a member; unanswered questions count as failed. */
    DecodedMember member(HostName host, MeshName list, QuestionLog questions) {
        Part<DecodedMember> known = members.get(host);
        if (known != null && known.value().list().equals(list)) {
            questions.lowerTtl(known.ttl());
            return known.value();
        }
        QuestionLog log = questions.part();
        var problems = new ArrayList<Problem>();
        Member member = new MemberDecoder(log, host, questionsOf(host), problems::add).decode(list);
        var decoded = new DecodedMember(list, member, List.copyOf(problems));
        if (log.unanswered().isEmpty()) {
            members.put(host, new Part<>(decoded, log.shortest()));
        }
        questions.add(log);
        return decoded;
    }

    private MemberQuestions questionsOf(HostName host) {
        return asked.computeIfAbsent(host, MemberQuestions::of);
    }

    /**
     * Notes which questions about a member are unanswered: at first, those for its own records,
     * then those for the addresses of its endpoints. What is known by then is not decoded for that.
     */
    void require(HostName host, MeshName list, QuestionLog questions) {
        boolean first = !asked.containsKey(host);
        MemberQuestions own = questionsOf(host);
        if (first && !questions.require(own.key())) {
            List<Question> all = own.all();
            all.subList(1, all.size()).forEach(questions::require);
            openEndpoints.add(host);
        } else if (!openEndpoints.remove(host) || !requireEndpoints(host, own, questions)) {
            member(host, list, questions);
        }
    }

    /** Notes the questions for the addresses of the endpoints; returns whether there are any. */
    private static boolean requireEndpoints(
            HostName host, MemberQuestions own, QuestionLog questions) {
        QuestionLog log = questions.part();
        new MemberDecoder(log, host, own, _ -> {}).readEndpoints();
        questions.add(log);
        return !log.unanswered().isEmpty();
    }
}
