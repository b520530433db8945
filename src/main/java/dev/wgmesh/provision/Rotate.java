package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.RotateRequest.Step;
import dev.wgmesh.zone.MeshOwner;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Changes a member's key: publishes the next one beside the one in force, and switches when every
 * cache must have it.
 */
public final class Rotate {
    private final Hosting hosting;
    private final RotateRequest request;
    private final InstantSource clock;

    /** A rotation that has not been decided yet. */
    public Rotate(Hosting hosting, RotateRequest request, InstantSource clock) {
        this.hosting = hosting;
        this.request = request;
        this.clock = clock;
    }

    /** What it would do now; nothing is changed. */
    public Rotated plan() {
        Rotating rotating = decide(Rounds.Done.NOTHING, () -> {});
        return rotated(
                rotating,
                rotating.steps().stream().map(Rounds.Step::plan).toList(),
                List.of(),
                List.of());
    }

    /**
     * Rotates.
     *
     * @param keepKey called before a new key is published
     * @throws Failure UNREADABLE, or REFUSED where it is too early or another key stands there
     */
    public Rotated run(Patience patience, Oversight oversight, Runnable keepKey)
            throws InterruptedException {
        var rounds = new Rounds(patience, oversight);
        Rotating rotating = rounds.run(done -> decide(done, keepKey));
        return rotated(
                rotating,
                rounds.receipts().stream().map(Receipt::plan).toList(),
                rounds.receipts(),
                rounds.unseen());
    }

    private Rotated rotated(
            Rotating rotating, List<ZonePlan> plans, List<Receipt> receipts, List<Problem> unseen) {
        var change =
                new Change(request.host(), rotating.list(), plans, receipts, List.of(), unseen);
        return new Rotated(change, rotating.key(), rotating.next(), rotating.from());
    }

    private Rotating decide(Rounds.Done done, Runnable keepKey) {
        HostName host = request.host();
        MeshView view = MeshView.read(hosting, request.mesh(), Optional.empty(), Optional.of(host));
        view.requireMesh();
        List<MeshName> naming = view.listsOf(host);
        Member member = view.present().filter(_ -> !naming.isEmpty()).orElseThrow(this::noMember);
        PublicKey key =
                member.key()
                        .found()
                        .orElseThrow(() ->
                                Failure.unreadable(
                                        "_wireguard." + host + " TXT",
                                        "holds no key that can be read",
                                        "see what stands there: wg-mesh validate"));
        var state = new State(view, naming.getFirst(), member, key, keepKey);
        if (!done.receipts().isEmpty()
                && !(request.step() == Step.BOTH && state.next().isPresent())) {
            return state.nothing();
        }
        return switch (request.step()) {
            case ABORT -> state.abort();
            case PREPARE -> state.next().isPresent() ? state.prepared() : state.prepare();
            case BOTH -> state.next().isPresent() ? state.commit(done.waited()) : state.begin();
            case COMMIT -> state.commit(done.waited());
        };
    }

    private Failure noMember() {
        return Failure.refused(
                request.host().text(),
                "is no member of " + request.mesh(),
                "let it join: wg-mesh join " + request.host());
    }

    /** The member as it is now, and what can be done with it. */
    private final class State {
        private final MeshView view;
        private final MeshName list;
        private final Metadata there;
        private final PublicKey key;
        private final Optional<NextKey> next;
        private final Runnable keepKey;

        State(MeshView view, MeshName list, Member member, PublicKey key, Runnable keepKey) {
            this.view = view;
            this.list = list;
            this.there = member.meta();
            this.key = key;
            this.next = NextKey.of(there);
            this.keepKey = keepKey;
        }

        Optional<NextKey> next() {
            return next;
        }

        Rotating nothing() {
            return rotating(List.of(), key, there, Duration.ZERO);
        }

        Rotating abort() {
            return edited(key, NextKey.without(there), Duration.ZERO);
        }

        /** A next key is published: nothing to do, if it is the one wished for. */
        Rotating prepared() {
            requireWished();
            return nothing();
        }

        Rotating begin() {
            return request.now() ? commit(true) : prepare();
        }

        Rotating prepare() {
            PublicKey wished = request.key().orElseThrow(() -> noNextKey());
            if (wished.equals(key)) {
                return nothing();
            }
            requireOwn(wished);
            var published = new NextKey(wished, Optional.of(clock.instant()));
            return edited(key, published.in(there), Duration.ZERO);
        }

        Rotating commit(boolean waited) {
            if (next.isEmpty()) {
                PublicKey wished = request.key().orElseThrow(() -> noNextKey());
                if (wished.equals(key)) {
                    return nothing();
                }
                if (!request.now()) {
                    throw noNextKey();
                }
                requireOwn(wished);
                return edited(wished, there, Duration.ZERO);
            }
            requireWished();
            PublicKey wished = next.get().key();
            requireOwn(wished);
            Duration left = request.now() || waited ? Duration.ZERO : left(next.get());
            if (request.step() == Step.COMMIT
                    && next.get().since().isPresent()
                    && left.isPositive()) {
                throw Failure.refused(
                        request.host().text(),
                        "has its next key since "
                                + next.get().since().get()
                                + "; caches may lack it until "
                                + from(next.get()).truncatedTo(ChronoUnit.SECONDS)
                                + ", for another "
                                + (left.toSeconds() + 1)
                                + " s",
                        "run it again then, or switch at once with --now");
            }
            return edited(wished, NextKey.without(there), left);
        }

        private Duration left(NextKey published) {
            Duration left = Duration.between(clock.instant(), from(published));
            return left.isNegative() ? Duration.ZERO : left;
        }

        /** When every cache has it: those that had no answer before, and those with an old one. */
        private Instant from(NextKey published) {
            return published.since().orElseGet(clock::instant).plus(longestTtl());
        }

        private Duration longestTtl() {
            HostName host = request.host();
            ZoneContents zone = view.zoneOf(MeshOwner.wireguard(host)).zone();
            long ttl = 0;
            for (Question question : MemberSets.own(host)) {
                ttl = Math.max(ttl, zone.set(question).map(set -> set.ttl()).orElse(0L));
            }
            long negative =
                    zone.set(new Question(zone.apex(), Type.SOA))
                            .map(set -> (SOARecord) set.bare().getFirst())
                            .map(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                            .orElse(JoinPlanner.DEFAULT_TTL.toSeconds());
            return Duration.ofSeconds(Math.max(ttl, negative));
        }

        private void requireWished() {
            PublicKey published = next.orElseThrow().key();
            request.key()
                    .filter(wished -> !wished.equals(published))
                    .ifPresent(wished -> {
                        throw Failure.refused(
                                "_meta._wireguard." + request.host() + " TXT",
                                "holds another next key: " + published,
                                "switch to that one with --commit, or take it back with --abort");
                    });
        }

        private void requireOwn(PublicKey wished) {
            for (Member member : view.mesh().members()) {
                boolean taken =
                        member.key().found().filter(wished::equals).isPresent()
                                || member.meta().nextKey().filter(wished::equals).isPresent();
                if (taken && !member.name().equals(request.host())) {
                    throw Failure.refused(
                            wished.base64(),
                            "is the key of " + member.name(),
                            "make a key of its own: wg-mesh keygen --out FILE");
                }
            }
        }

        private Failure noNextKey() {
            return Failure.refused(
                    request.host().text(),
                    "has no next key yet",
                    "publish one first: wg-mesh rotate " + request.host() + " --prepare");
        }

        private Rotating edited(PublicKey wished, Metadata metadata, Duration pause) {
            HostName host = request.host();
            var edits = new Edits(view, "rotate " + host, Set.of());
            Duration ttl = new Bounds(view.policies(list)).ttl().orElse(JoinPlanner.DEFAULT_TTL);
            var edit =
                    new MemberEdit(
                            host, new MeshRecords(ttl), edits.zoneOf(MeshOwner.wireguard(host)));
            edit.key(wished);
            if (!metadata.equals(there)) {
                edit.metadata(metadata);
            }
            return rotating(edits.steps(), wished, metadata, pause);
        }

        private Rotating rotating(
                List<Rounds.Step> steps, PublicKey wished, Metadata metadata, Duration pause) {
            Optional<NextKey> published = NextKey.of(metadata);
            return new Rotating(
                    list,
                    wished,
                    published.map(NextKey::key),
                    published.map(this::from),
                    steps,
                    pause,
                    keepKey);
        }
    }

    /** What a rotation comes to, decided on one view of the mesh. */
    private record Rotating(
            MeshName list,
            PublicKey key,
            Optional<PublicKey> next,
            Optional<Instant> from,
            List<Rounds.Step> steps,
            Duration pause,
            Runnable keepKey)
            implements Rounds.Decision {
        @Override
        public void begin() {
            keepKey.run();
        }

        @Override
        public String pauseText() {
            return "the next key is published; switching to it in "
                    + (pause.toSeconds() + 1)
                    + " s, when every cache has it";
        }

        @Override
        public Problem unfinished() {
            return new Problem(
                    "the rotation",
                    "is half done: the next key is published, the one in force is the old one",
                    "mend what follows and run it again with --commit");
        }
    }
}
