package dev.wgmesh.testing;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.plan.ExpectedState;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provider.MemoryProvider;
import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.provision.RetryPolicy;
import dev.wgmesh.zone.DnsSnapshot;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/**
 * Every order in which the steps of several writers can meet a hosted zone, each state once.
 *
 * <p>A writer's step is what leaves its process: a reading, or a commit. Its code is run again from
 * the start with what it has seen so far, up to its next step; so what it has seen is all of its
 * state. A commit is judged by the server on the zone as it then is, by the plan's own conditions
 * and nothing else, as a server of RFC 2136 does. The reply of one commit a writer may be lost: the
 * server has done it, never does it, or does it at any later time; the writer reads again, as a
 * provider does, and tries once more where nothing was done.
 */
public final class Interleavings {
    /** A command that is run against a hosting; what it returns, or fails with, is its outcome. */
    @FunctionalInterface
    public interface Writer {
        String run(Hosting hosting, RetryPolicy patience) throws InterruptedException;
    }

    /** What is true at every moment, and at every end. */
    public interface Law {
        /** Throws where the zones, as a reader may see them now, break it. */
        void checkState(DnsSnapshot zones);

        /** Throws where an end breaks it; the outcomes are in the order of the writers. */
        void checkEnd(DnsSnapshot zones, List<String> outcomes);
    }

    /** Steps of one writer at the most. */
    private static final int MOST_STEPS = 60;

    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final List<Writer> writers;
    private final boolean losing;
    private final int retries;
    private final Law law;
    private final Map<List<Object>, Step> moves = new HashMap<>();
    private final Map<String, ZoneState> zones = new HashMap<>();
    private final Map<ZonePlan, ZonePlan> plans = new HashMap<>();
    private final Map<Attempt, Optional<ZoneState>> applied = new HashMap<>();
    private final Map<Attempt, ExpectedState> checked = new HashMap<>();
    private final Set<List<ZoneState>> judged = new HashSet<>();
    private final Set<List<List<?>>> judgedEnds = new HashSet<>();
    private final Set<State> seen = new HashSet<>();
    private long ends;

    /**
     * The interleavings of these writers.
     *
     * @param losing whether one reply a writer may be lost
     * @param retries of a lost race by each writer, at the most
     */
    public Interleavings(List<Writer> writers, boolean losing, int retries, Law law) {
        this.writers = List.copyOf(writers);
        this.losing = losing;
        this.retries = retries;
        this.law = law;
    }

    /** States and ends that were visited. */
    public record StateCount(long states, long ends) {}

    /** Visits every state that can be reached from these zones. */
    public StateCount explore(DnsSnapshot start) {
        var first = new TreeMap<Name, ZoneState>();
        start.zones().forEach(zone -> first.put(zone.apex(), known(zone)));
        Deque<State> open = new ArrayDeque<>();
        var pasts = writers.stream().map(_ -> new WriterHistory(List.of(), losing)).toList();
        open.push(new State(first, pasts, List.of()));
        while (!open.isEmpty()) {
            State state = open.pop();
            if (seen.add(state)) {
                if (judged.add(List.copyOf(state.zones().values()))) {
                    law.checkState(state.snapshot());
                }
                next(state).forEach(open::push);
            }
        }
        return new StateCount(seen.size(), ends);
    }

    /**
     * A writer so far.
     *
     * @param observed what its steps gave, in order
     * @param mayLose whether a reply of it may still be lost
     */
    private record WriterHistory(List<Object> observed, boolean mayLose) {
        WriterHistory and(Object more) {
            var longer = new ArrayList<>(observed);
            longer.add(more);
            return new WriterHistory(List.copyOf(longer), mayLose);
        }

        WriterHistory losing() {
            return new WriterHistory(observed, false);
        }
    }

    /** A zone in one of its states; each state is one object. */
    private static final class ZoneState {
        private final ZoneContents contents;

        ZoneState(ZoneContents contents) {
            this.contents = contents;
        }

        @Override
        public String toString() {
            return text(contents);
        }
    }

    private ZoneState known(ZoneContents contents) {
        return zones.computeIfAbsent(text(contents), _ -> new ZoneState(contents));
    }

    private ZonePlan known(ZonePlan plan) {
        return plans.computeIfAbsent(plan, _ -> plan);
    }

    private static String text(ZoneContents zone) {
        return zone.rrsets().values().stream()
                .filter(set -> set.question().type() != Type.SOA)
                .map(set -> set.sorted().toString())
                .collect(Collectors.joining("\n"));
    }

    /** A plan that meets a state of its zone; equal plans are one object, as equal states are. */
    private record Attempt(ZoneState zone, ZonePlan plan) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Attempt(ZoneState z, ZonePlan p) && z == zone && p == plan;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(zone) + System.identityHashCode(plan);
        }
    }

    /** A message of a writer that may still arrive; equal plans are one object. */
    private record DelayedCommit(int writer, ZonePlan plan) {
        @Override
        public boolean equals(Object other) {
            return other instanceof DelayedCommit(int w, ZonePlan p) && w == writer && p == plan;
        }

        @Override
        public int hashCode() {
            return 31 * writer + System.identityHashCode(plan);
        }
    }

    /** The zones, the writers, and messages that may still arrive. */
    private record State(
            SortedMap<Name, ZoneState> zones,
            List<WriterHistory> writers,
            List<DelayedCommit> late) {
        DnsSnapshot snapshot() {
            return Interleavings.snapshot(zones);
        }

        State with(int writer, WriterHistory past) {
            var changed = new ArrayList<>(writers);
            changed.set(writer, past);
            return new State(zones, List.copyOf(changed), late);
        }

        State with(ZoneState zone) {
            var changed = new TreeMap<>(zones);
            changed.put(zone.contents.apex(), zone);
            return new State(changed, writers, late);
        }

        State late(DelayedCommit message) {
            var more = new ArrayList<>(late);
            more.add(message);
            return new State(zones, writers, List.copyOf(more));
        }

        State without(DelayedCommit message) {
            return new State(
                    zones, writers, late.stream().filter(l -> !l.equals(message)).toList());
        }

        /** A server that takes a writer's next message has taken those before it, or never will. */
        State withoutLate(int writer) {
            return new State(
                    zones, writers, late.stream().filter(l -> l.writer() != writer).toList());
        }
    }

    private static DnsSnapshot snapshot(SortedMap<Name, ZoneState> zones) {
        return new DnsSnapshot(
                zones.values().stream().map(zone -> zone.contents).toList(),
                Map.of(),
                Optional.of("not in memory"));
    }

    private List<State> next(State state) {
        var next = new ArrayList<State>();
        var outcomes = new ArrayList<String>();
        for (int writer = 0; writer < writers.size(); writer++) {
            switch (move(writer, state.writers().get(writer))) {
                case Step.End(String outcome) -> outcomes.add(outcome);
                case Step.Read(Name apex) -> next.add(read(state, writer, apex));
                case Step.ReadSnapshot _ ->
                        next.add(
                                state.with(writer, state.writers().get(writer).and(state.zones())));
                case Step.Commit(ZonePlan plan) -> next.addAll(commit(state, writer, plan));
                case Step.Check(ZonePlan plan) -> next.add(check(state, writer, plan));
            }
        }
        if (outcomes.size() == writers.size() && state.late().isEmpty()) {
            ends++;
            if (judgedEnds.add(
                    List.of(List.copyOf(state.zones().values()), List.copyOf(outcomes)))) {
                law.checkEnd(state.snapshot(), outcomes);
            }
        }
        for (DelayedCommit message : state.late()) {
            State without = state.without(message);
            next.add(without);
            apply(without, message.plan()).ifPresent(next::add);
        }
        return next;
    }

    private static State read(State state, int writer, Name apex) {
        return state.with(writer, state.writers().get(writer).and(state.zones().get(apex)));
    }

    private List<State> commit(State before, int writer, ZonePlan plan) {
        State state = before.withoutLate(writer);
        WriterHistory past = state.writers().get(writer);
        Optional<State> applied = apply(state, plan);
        var next = new ArrayList<State>();
        next.add(
                applied.map(done -> done.with(writer, past.and(Reply.DONE)))
                        .orElseGet(() -> state.with(writer, past.and(Reply.STALE))));
        if (past.mayLose()) {
            WriterHistory lost = past.losing().and(Reply.LOST);
            applied.ifPresent(done -> next.add(done.with(writer, lost)));
            next.add(state.with(writer, lost));
            next.add(state.late(new DelayedCommit(writer, plan)).with(writer, lost));
        }
        return next;
    }

    /** The state after the server has done it; empty where a condition does not hold. */
    private Optional<State> apply(State state, ZonePlan plan) {
        ZoneState zone = state.zones().get(plan.zone());
        return applied.computeIfAbsent(new Attempt(zone, plan), _ -> apply(zone, plan))
                .map(state::with);
    }

    private Optional<ZoneState> apply(ZoneState zone, ZonePlan plan) {
        var server = new MemoryProvider(zone.contents, CLOCK);
        return server.commit(server.read(List.of()), plan) instanceof ZoneProvider.Outcome.Committed
                ? Optional.of(known(server.read(List.of()).zone()))
                : Optional.empty();
    }

    private State check(State state, int writer, ZonePlan plan) {
        ZoneState zone = state.zones().get(plan.zone());
        ExpectedState aftermath =
                checked.computeIfAbsent(
                        new Attempt(zone, plan), _ -> ExpectedState.of(zone.contents, plan));
        return state.with(writer, state.writers().get(writer).and(aftermath));
    }

    private Step move(int writer, WriterHistory past) {
        return moves.computeIfAbsent(
                List.of(writer, past.observed()), _ -> run(writers.get(writer), past.observed()));
    }

    private Step run(Writer writer, List<Object> observed) {
        if (observed.size() > MOST_STEPS) {
            throw new AssertionError("a writer goes on for ever:\n" + observed);
        }
        var replay = new Replay(observed, retries);
        try {
            return new Step.End(writer.run(replay, replay));
        } catch (StepReached pause) {
            return switch (pause.move) {
                case Step.Commit(ZonePlan plan) -> new Step.Commit(known(plan));
                case Step.Check(ZonePlan plan) -> new Step.Check(known(plan));
                case Step.Read read -> read;
                case Step.ReadSnapshot read -> read;
                case Step.End end -> end;
            };
        } catch (Failure failure) {
            return new Step.End(failure.kind() + " " + failure.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a writer does next. */
    private sealed interface Step {
        record Read(Name apex) implements Step {}

        record ReadSnapshot() implements Step {}

        record Commit(ZonePlan plan) implements Step {}

        record Check(ZonePlan plan) implements Step {}

        record End(String outcome) implements Step {}
    }

    private enum Reply {
        DONE,
        STALE,
        LOST
    }

    /** A writer has come to a step that it has not seen the end of. */
    private static final class StepReached extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Step move;

        StepReached(Step move) {
            super(null, null, false, false);
            this.move = move;
        }
    }

    /** The outside as one writer has seen it so far. */
    private static final class Replay implements Hosting, RetryPolicy {
        private final Deque<Object> observed;
        private final Map<Name, ReplayedProvider> remotes = new HashMap<>();
        private int retries;
        private static final List<Name> APEXES =
                List.of(Question.name("example.com"), Question.name("example.net"));

        Replay(List<Object> observed, int retries) {
            this.observed = new ArrayDeque<>(observed);
            this.retries = retries;
        }

        private Object step(Step move) {
            if (observed.isEmpty()) {
                throw new StepReached(move);
            }
            return observed.pop();
        }

        @Override
        public Optional<ZoneProvider> provider(Name owner) {
            return APEXES.stream()
                    .filter(owner::subdomain)
                    .findFirst()
                    .map(apex -> remotes.computeIfAbsent(apex, ReplayedProvider::new));
        }

        @Override
        public ReadingBudget budget() {
            return ReadingBudget.of(InstantSource.system());
        }

        @Override
        public DnsSource source(ReadingBudget budget) {
            return new DnsSource() {
                @Override
                public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
                    DnsSnapshot now = snapshot(zones(step(new Step.ReadSnapshot())));
                    var answers = new TreeMap<Question, DnsAnswer<RRset>>();
                    questions.forEach(q -> answers.put(q, now.answer(q).orElseThrow()));
                    return answers;
                }

                @Override
                public String description() {
                    return "memory";
                }
            };
        }

        private static SortedMap<Name, ZoneState> zones(Object seen) {
            var zones = new TreeMap<Name, ZoneState>();
            ((Map<?, ?>) seen).forEach((apex, zone) -> zones.put((Name) apex, (ZoneState) zone));
            return zones;
        }

        @Override
        public boolean awaitRetry() {
            return retries-- > 0;
        }

        @Override
        public void awaitTtl(Duration ttl, Consumer<Duration> remaining) {}

        /** A zone behind a wire that may lose a reply. */
        private final class ReplayedProvider implements ZoneProvider {
            private final Name apex;

            ReplayedProvider(Name apex) {
                this.apex = apex;
            }

            private record VersionedReading(ZoneContents zone, String version) implements Reading {}

            @Override
            public Reading read(Collection<Question> wanted) {
                var seen = (ZoneState) step(new Step.Read(apex));
                return new VersionedReading(seen.contents, seen.toString());
            }

            @Override
            public Outcome commit(Reading basis, ZonePlan plan) {
                boolean lost = false;
                while (true) {
                    switch ((Reply) step(new Step.Commit(plan))) {
                        case DONE -> {
                            return done(plan);
                        }
                        case STALE -> {
                            return lost && check(plan) == ExpectedState.APPLIED
                                    ? done(plan)
                                    : stale();
                        }
                        case LOST -> {
                            lost = true;
                            ExpectedState aftermath = check(plan);
                            if (aftermath != ExpectedState.NOT_APPLIED) {
                                return aftermath == ExpectedState.APPLIED ? done(plan) : stale();
                            }
                        }
                    }
                }
            }

            private ExpectedState check(ZonePlan plan) {
                return (ExpectedState) step(new Step.Check(plan));
            }

            private Outcome done(ZonePlan plan) {
                return new Outcome.Committed(
                        new Receipt(plan, description(), 0, CLOCK.instant(), Optional.empty()));
            }

            private static Outcome stale() {
                return new Outcome.Stale(Problem.of("memory", "changed since it was read"));
            }

            @Override
            public String description() {
                return "memory of " + apex;
            }
        }
    }
}
