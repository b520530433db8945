package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Changes a member's key: publishes the next one beside the one in force, and switches when every
 * cache must have it.
 */
public final class Rotate {
    private final Hosting hosting;
    private final RotateRequest request;
    private final InstantSource clock;
    private final GuardLimits limits;
    private final Signing signing;

    /** Creates a rotation that has not been decided yet. */
    public Rotate(Hosting hosting, RotateRequest request, InstantSource clock) {
        this(hosting, request, clock, GuardLimits.NONE);
    }

    /** Creates a rotation under these limits, which has not been decided yet. */
    public Rotate(Hosting hosting, RotateRequest request, InstantSource clock, GuardLimits limits) {
        this(hosting, request, clock, limits, Signing.NONE);
    }

    /** Creates a rotation that signs the records, which has not been decided yet. */
    public Rotate(
            Hosting hosting,
            RotateRequest request,
            InstantSource clock,
            GuardLimits limits,
            Signing signing) {
        this.signing = signing;
        this.limits = limits;
        this.hosting = hosting;
        this.request = request;
        this.clock = clock;
    }

    /** Returns what it would do now; nothing is changed. */
    public RotateResult plan() {
        return result(CommitLoop.plan(done -> decide(done, () -> {})));
    }

    /**
     * Rotates.
     *
     * @param keepKey called once before a new key is published
     * @throws Failure UNREADABLE, or REFUSED where it is too early or another next key is published
     */
    public RotateResult run(RetryPolicy retry, CommitListener listener, Runnable keepKey)
            throws InterruptedException {
        var once = new RunOnce(keepKey);
        return result(
                new CommitLoop<RotateAttempt>(retry, listener).run(done -> decide(done, once)));
    }

    private RotateResult result(CommitLoop.End<RotateAttempt> end) {
        RotateAttempt rotated = end.decision();
        var change = new MemberChange(request.host(), rotated.list(), end.result());
        return new RotateResult(change, rotated.key(), rotated.next(), rotated.activeFrom());
    }

    /**
     * Returns the key in force.
     *
     * @throws Failure UNREADABLE, or REFUSED where the host is not a member
     */
    public PublicKey key() {
        MeshSnapshot view = view();
        return key(member(view));
    }

    private RotateAttempt decide(CommitLoop.Done<RotateAttempt> done, Runnable keepKey) {
        MeshSnapshot view = view();
        Member member = member(view);
        return new RotateDecision(
                        request,
                        view,
                        view.listsOf(request.host()).getFirst(),
                        member.metadataOrNone(),
                        key(member),
                        clock,
                        limits,
                        signing)
                .decide(done, keepKey);
    }

    private MeshSnapshot view() {
        var host = Optional.of(request.host());
        MeshSnapshot view = MeshSnapshot.read(hosting, request.mesh(), Optional.empty(), host);
        view.requireMesh();
        return view;
    }

    private Member member(MeshSnapshot view) {
        return view.publishedMember()
                .filter(_ -> !view.listsOf(request.host()).isEmpty())
                .orElseThrow(this::noMember);
    }

    private PublicKey key(Member member) {
        return member.key()
                .found()
                .orElseThrow(() ->
                        Failure.unreadable(
                                RecordFormat.WIREGUARD + "." + request.host() + " TXT",
                                "does not hold a valid key",
                                "check the record: wg-mesh validate"));
    }

    private Failure noMember() {
        return Failure.input(
                request.host().text(),
                "is not a member of " + request.mesh(),
                "run: wg-mesh join " + request.host());
    }

    /** What a rotation comes to, decided on one view of the mesh. */
    record RotateAttempt(
            HostName host,
            MeshName list,
            PublicKey key,
            Optional<PublicKey> next,
            Optional<Instant> activeFrom,
            List<CommitLoop.Step> steps,
            List<ZonePlan> later,
            Duration pause,
            Runnable saveKey,
            List<Problem> warnings)
            implements CommitLoop.Decision {
        @Override
        public void begin() {
            saveKey.run();
        }

        @Override
        public String pauseText() {
            return "the next key is published; switching to it in "
                    + (pause.toSeconds() + 1)
                    + " s, when every cache has it. Ctrl-C is safe: to finish later, run wg-mesh"
                    + " rotate "
                    + host
                    + " --commit";
        }

        @Override
        public String unfinished() {
            return "the next key is published, the key in force may still be the old key";
        }

        @Override
        public String resume() {
            return "fix the problem below and run: wg-mesh rotate " + host + " --commit";
        }
    }
}
