package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.zone.KeptAnswers;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.Type;

/**
 * Reads a mesh again and again, and asks only what may have changed: {@link KeptAnswers} decides
 * which answers of the reading before may be used.
 */
public final class MeshRefresh {
    private final InstantSource clock;
    private KeptAnswers kept = KeptAnswers.NONE;

    /** Creates a refresh without answers: the first reading asks everything. */
    public MeshRefresh(InstantSource clock) {
        this.clock = clock;
    }

    /** Forgets all answers: the next reading asks everything. */
    public void forget() {
        kept = KeptAnswers.NONE;
    }

    /**
     * Begins a reading: asks for the serials of the zones whose answers have run out, or of the
     * mesh's zone where there are no answers yet.
     *
     * @param source whose answers are valid for their TTL ({@link DnsSource#honoursTtl})
     */
    public Reading begin(DnsSource source, MeshName mesh) {
        Instant now = clock.instant();
        Set<Question> serials =
                kept.isEmpty()
                        ? Set.of(new Question(Question.name(mesh), Type.SOA))
                        : kept.serialQuestions(now);
        if (!serials.isEmpty()) {
            kept =
                    kept.confirm(
                            source.trace(serials).values().stream()
                                    .flatMap(answer -> answer.origin().stream())
                                    .flatMap(origin -> origin.zone().stream())
                                    .toList(),
                            now);
        }
        return new Reading(source, now);
    }

    /** One reading: answers a question with the answer that is kept, or asks. */
    public final class Reading implements DnsSource {
        private final DnsSource source;
        private final Instant now;
        private final Set<Question> used = new HashSet<>();
        private final Map<Question, TracedAnswer> asked = new HashMap<>();

        private Reading(DnsSource source, Instant now) {
            this.source = source;
            this.now = now;
        }

        /**
         * Returns the lowest TTL that is left where this reading would be the same as the one
         * before, without any question; empty where something must be asked.
         */
        public Optional<Duration> unchangedFor() {
            return kept.unchangedFor(now);
        }

        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            var answers = new HashMap<Question, DnsAnswer<RRset>>();
            var open = new HashSet<Question>();
            for (Question question : questions) {
                Optional<DnsAnswer<RRset>> current = kept.current(question, now);
                current.ifPresentOrElse(
                        answer -> {
                            used.add(question);
                            answers.put(question, answer);
                        },
                        () -> open.add(question));
            }
            if (!open.isEmpty()) {
                source.trace(open)
                        .forEach((question, traced) -> {
                            asked.put(question, traced);
                            answers.put(question, traced.answer());
                        });
            }
            return answers;
        }

        @Override
        public String description() {
            return source.description();
        }

        /**
         * Ends the reading: its answers are those of the next one. Asks for the SOA of names whose
         * zone no answer names.
         */
        public void end() {
            Set<Question> unknown =
                    kept.ownersWithoutZone(used, asked).stream()
                            .map(owner -> new Question(owner, Type.SOA))
                            .collect(Collectors.toSet());
            if (!unknown.isEmpty()) {
                asked.putAll(source.trace(unknown));
            }
            kept = kept.next(used, asked, now);
        }
    }
}
