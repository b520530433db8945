package dev.wgmesh.provision;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.Condition;
import dev.wgmesh.plan.ZoneDifference;
import dev.wgmesh.plan.ZoneGuard;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.PolicyText;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TxtStrings;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Type;

/** Creates a mesh: writes its policy. */
public final class Init {
    private final Hosting hosting;
    private final MeshName mesh;
    private final Policy policy;

    /**
     * Creates an init that is not decided yet.
     *
     * @throws Failure INPUT where the pools overlap or are too small to give an address
     */
    public Init(Hosting hosting, MeshName mesh, Policy policy) {
        this.hosting = hosting;
        this.mesh = mesh;
        this.policy = policy;
        List<Problem> problems = problems(policy.pools());
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
    }

    private static List<Problem> problems(List<Prefix> pools) {
        var problems = new ArrayList<Problem>();
        Optional<Prefix> before = Optional.empty();
        for (Prefix pool : pools) {
            if (pool.length() > pool.family().bits() - 2) {
                problems.add(
                        new Problem("--pool " + pool, "is too small", "give a shorter prefix"));
            }
            if (before.filter(pool::overlaps).isPresent()) {
                problems.add(
                        new Problem(
                                "--pool " + pool,
                                "overlaps " + before.get(),
                                "leave out one of the two"));
            }
            before = Optional.of(pool);
        }
        return problems;
    }

    /**
     * What creating the mesh would do now; nothing is changed. No plans: it exists already.
     *
     * @throws Failure REFUSED where it has another policy
     */
    public CommitResult plan() {
        return CommitLoop.plan(this::decide).result();
    }

    /**
     * Creates the mesh; its zone must have a provider.
     *
     * @throws Failure as {@link #plan}
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<InitAttempt>(retry, listener).run(this::decide).result();
    }

    private InitAttempt decide(CommitLoop.Done<InitAttempt> done) {
        if (!done.isEmpty()) {
            return new InitAttempt(mesh, List.of());
        }
        Question policyText = PolicyText.question(mesh);
        List<Question> questions = List.of(policyText, list());
        HostedZone zone =
                hosting.provider(policyText.owner())
                        .map(place -> HostedZone.read(place, questions))
                        .orElseGet(() ->
                                HostedZone.query(hosting.source(), policyText.owner(), questions));
        return new InitAttempt(mesh, List.of(new CommitLoop.Step(zone, plan(zone.zone()))));
    }

    private Question list() {
        return Question.of(mesh.text(), Type.TXT);
    }

    /** The one step of an init, decided on one reading of the zone. */
    private record InitAttempt(MeshName mesh, List<CommitLoop.Step> steps)
            implements CommitLoop.Decision {
        @Override
        public String unfinished() {
            return "the policy of " + mesh + " is written";
        }
    }

    private ZonePlan plan(ZoneContents zone) {
        Question question = PolicyText.question(mesh);
        Optional<RRset> present = zone.rrset(question);
        Duration ttl =
                policy.ttl()
                        .or(() -> zone.rrset(list()).map(set -> Duration.ofSeconds(set.ttl())))
                        .orElse(MeshSnapshot.DEFAULT_TTL);
        var records = new MeshRecords(ttl).policy(mesh, policy);
        var edit = new ZoneDifference(zone).replace(question, records);
        Condition condition = Condition.unchanged(zone, question);
        var plan = new ZonePlan(zone.apex(), "init " + mesh, List.of(condition), edit.changes());
        if (present.isPresent() && !plan.isEmpty()) {
            throw Failure.refused(
                    question.toString(),
                    "already holds another policy: "
                            + String.join(" ", TxtStrings.of(present.get())),
                    "edit the policy record, or create a mesh with another name");
        }
        List<Problem> problems = new ZoneGuard(zone, Set.of()).problems(plan);
        Failure.throwIfAny(Failure.Kind.REFUSED, problems);
        return plan;
    }
}
