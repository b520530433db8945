package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.plan.ProjectedZone;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/**
 * The zones as plans would leave them: each plan is made on what the plans before it leave. Nothing
 * is written.
 */
final class ProjectedHosting implements Hosting {
    private final Hosting hosting;
    private final List<ZonePlan> plans = new ArrayList<>();
    private final IdentityHashMap<ZoneProvider, ZoneProvider> providers = new IdentityHashMap<>();

    ProjectedHosting(Hosting hosting) {
        this.hosting = hosting;
    }

    /** Adds plans, which later readings show as committed. */
    void add(List<ZonePlan> next) {
        plans.addAll(next);
    }

    @Override
    public Optional<ZoneProvider> provider(Name owner) {
        return hosting.provider(owner)
                .map(actual -> providers.computeIfAbsent(actual, ProjectedProvider::new));
    }

    @Override
    public ReadingBudget budget() {
        return hosting.budget();
    }

    @Override
    public DnsSource source(ReadingBudget budget) {
        DnsSource actual = hosting.source(budget);
        return new DnsSource() {
            @Override
            public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                var answers = new HashMap<>(actual.query(questions));
                Map<Question, RRsetChange> changes = changes();
                for (Question question : questions) {
                    Optional.ofNullable(changes.get(question))
                            .ifPresent(change -> answers.put(question, answer(change)));
                }
                return answers;
            }

            @Override
            public String description() {
                return actual.description();
            }
        };
    }

    /** Returns the last change of each RRset. */
    private Map<Question, RRsetChange> changes() {
        var changes = new HashMap<Question, RRsetChange>();
        plans.forEach(
                plan -> plan.changes().forEach(change -> changes.put(change.question(), change)));
        return changes;
    }

    private static DnsAnswer<RRset> answer(RRsetChange change) {
        return change.newRRset()
                .<DnsAnswer<RRset>>map(
                        set -> new DnsAnswer.Found<>(set, Duration.ofSeconds(set.ttl())))
                .orElseGet(() -> new DnsAnswer.Absent<>(Duration.ZERO));
    }

    private ZoneContents projected(ZoneContents zone) {
        return ProjectedZone.of(
                zone, plans.stream().filter(plan -> plan.zone().equals(zone.apex())).toList());
    }

    private final class ProjectedProvider implements ZoneProvider {
        private final ZoneProvider actual;

        ProjectedProvider(ZoneProvider actual) {
            this.actual = actual;
        }

        @Override
        public Reading read(Collection<Question> wanted) {
            return projected(actual.read(wanted));
        }

        @Override
        public Reading read(Collection<Question> wanted, ReadingBudget budget) {
            return projected(actual.read(wanted, budget));
        }

        @Override
        public Reading answers(Collection<Question> wanted, ReadingBudget budget) {
            return projected(actual.answers(wanted, budget));
        }

        private Reading projected(Reading reading) {
            ZoneContents zone = ProjectedHosting.this.projected(reading.zone());
            return new Reading() {
                @Override
                public ZoneContents zone() {
                    return zone;
                }

                @Override
                public String version() {
                    return reading.version();
                }

                @Override
                public boolean isComplete() {
                    return reading.isComplete();
                }

                @Override
                public Optional<Problem> unlisted(Question question) {
                    return reading.unlisted(question);
                }
            };
        }

        @Override
        public Outcome commit(Reading basis, ZonePlan plan) {
            throw new UnsupportedOperationException("a projected zone is only read");
        }

        @Override
        public String description() {
            return actual.description();
        }
    }
}
