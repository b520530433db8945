package dev.wgmesh.zone;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member of a mesh that is being read: what is asked about it, and the member itself as soon as
 * all its questions have answers. No two members share anything, so several threads may work on one
 * each.
 */
final class MemberPart {
    private final HostName host;
    private final MeshName list;
    private @Nullable MemberQuestions asked;
    private boolean hasOpenEndpoints;
    private @Nullable Decoded complete;

    /**
     * Makes a member about which nothing has been asked.
     *
     * @param list that it is decoded for
     */
    MemberPart(HostName host, MeshName list) {
        this.host = host;
        this.list = list;
    }

    /**
     * A member, and everything of it that could not be read.
     *
     * @param ttl the lowest of its answers; empty: none has a TTL
     */
    record Decoded(Member member, List<Problem> problems, Optional<Duration> ttl) {}

    HostName host() {
        return host;
    }

    MeshName list() {
        return list;
    }

    /**
     * Returns the member; unanswered questions count as failed.
     *
     * @param log of this member alone
     */
    Decoded decode(QuestionLog log) {
        Decoded known = complete;
        if (known != null) {
            log.lowerTtl(known.ttl());
            return known;
        }
        var problems = new ArrayList<Problem>();
        Member member = new MemberDecoder(log, host, questions(), problems::add).decode(list);
        var decoded = new Decoded(member, List.copyOf(problems), log.shortest());
        if (log.unanswered().isEmpty()) {
            complete = decoded;
        }
        return decoded;
    }

    private MemberQuestions questions() {
        MemberQuestions known = asked;
        if (known == null) {
            known = MemberQuestions.of(host);
            asked = known;
        }
        return known;
    }

    /**
     * Notes which questions are unanswered: at first, those for its own records, then those for the
     * addresses of its endpoints. What is known by then is not decoded for that.
     *
     * @param log of this member alone
     */
    void require(QuestionLog log) {
        boolean isFirst = asked == null;
        MemberQuestions own = questions();
        if (isFirst && !log.require(own.key())) {
            List<Question> all = own.all();
            all.subList(1, all.size()).forEach(log::require);
            hasOpenEndpoints = true;
            return;
        }
        if (hasOpenEndpoints) {
            hasOpenEndpoints = false;
            new MemberDecoder(log, host, own, _ -> {}).readEndpoints();
        }
        if (log.unanswered().isEmpty()) {
            decode(log);
        }
    }
}
