package dev.wgmesh.provision;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.dns.MeshReader;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.limits.ReadingBudget;
import dev.wgmesh.lock.LockBundle;
import dev.wgmesh.lock.MemberSignature;
import dev.wgmesh.lock.SignedRecords;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/**
 * Publishes the signatures of a bundle, each only while its member's records are those that were
 * signed. Signatures of other signers stay until they end.
 */
public final class SignaturePush {
    /** Members of one commit: more may not fit in one update message (64 KiB). */
    private static final int MOST_OF_COMMIT = 100;

    private final Hosting hosting;
    private final LockBundle bundle;
    private final InstantSource clock;

    /** Creates a push that is not decided yet. */
    public SignaturePush(Hosting hosting, LockBundle bundle, InstantSource clock) {
        this.hosting = hosting;
        this.bundle = bundle;
        this.clock = clock;
    }

    /**
     * Returns what it would do now; nothing is changed.
     *
     * @throws Failure REFUSED with every member whose records are not those that were signed;
     *     UNREADABLE
     */
    public CommitResult plan() {
        return CommitLoop.<SignatureAttempt>plan(done -> decide(done, Integer.MAX_VALUE)).result();
    }

    /**
     * Publishes them.
     *
     * @throws Failure as {@link #plan} with nothing changed; PARTIAL where some were published and
     *     the next could not be
     */
    public CommitResult run(RetryPolicy retry, CommitListener listener)
            throws InterruptedException {
        return new CommitLoop<SignatureAttempt>(retry, listener)
                .run(done -> decide(done, MOST_OF_COMMIT))
                .result();
    }

    private SignatureAttempt decide(CommitLoop.Done<SignatureAttempt> done, int most) {
        List<HostName> hosts = bundle.members().stream().map(LockBundle.Entry::host).toList();
        ReadingBudget budget = hosting.budget();
        DnsSource source = hosting.source(budget);
        Map<Name, HostedZone> zones =
                PlanBasis.read(hosting, source, budget, List.of(bundle.mesh()), hosts);
        var reading = MeshReader.readSigned(MeshSnapshot.layered(zones, source), bundle.mesh());
        var view = new MeshSnapshot(reading.mesh(), zones, Optional.empty(), List.of());
        view.requireMesh();
        var members = new HashMap<HostName, Member>();
        reading.mesh().members().forEach(member -> members.put(member.name(), member));
        if (done.isEmpty()) {
            Failure.throwIfAny(Failure.Kind.REFUSED, problems(members));
        }
        return new SignatureAttempt(
                bundle.mesh(), steps(view, members, reading.signatures(), most));
    }

    private List<Problem> problems(Map<HostName, Member> members) {
        var problems = new ArrayList<Problem>();
        Map<String, VerifyKey> signers = signers();
        for (LockBundle.Entry entry : bundle.members()) {
            HostName host = entry.host();
            Optional<SignedRecords> now =
                    Optional.ofNullable(members.get(host))
                            .flatMap(member -> SignedRecords.of(bundle.mesh(), member));
            if (!now.equals(Optional.of(entry.records()))) {
                problems.add(
                        new Problem(
                                host.text(),
                                now.isEmpty()
                                        ? "is not a member whose records can be read"
                                        : "has other records now than those that were signed",
                                "check the records, and sign them again: wg-mesh lock request "
                                        + host));
            }
            if (entry.signatures().isEmpty()) {
                problems.add(
                        new Problem(
                                host.text(),
                                "is not signed in this bundle",
                                "sign the bundle: wg-mesh lock sign FILE --key KEYFILE"));
            }
            for (MemberSignature signature : entry.signatures()) {
                boolean good =
                        Optional.ofNullable(signers.get(signature.signer()))
                                .filter(key -> signature.isOf(entry.records(), key))
                                .isPresent();
                if (!good) {
                    problems.add(
                            new Problem(
                                    host.text(),
                                    "has a signature in this bundle that its signer did not make",
                                    "sign the bundle again: wg-mesh lock sign FILE --key KEYFILE"));
                }
            }
        }
        return problems;
    }

    private Map<String, VerifyKey> signers() {
        return bundle.signers().stream()
                .collect(Collectors.toMap(VerifyKey::id, key -> key, (a, _) -> a));
    }

    private List<CommitLoop.Step> steps(
            MeshSnapshot view,
            Map<HostName, Member> members,
            Map<HostName, DnsAnswer<List<String>>> published,
            int most) {
        MeshName mesh = bundle.mesh();
        var edits =
                new ZonePlanBuilder(
                        view, "sign members of " + mesh, mesh, Set.of(), GuardLimits.NONE);
        int changed = 0;
        for (LockBundle.Entry entry : bundle.members()) {
            HostName host = entry.host();
            Optional<Member> member = Optional.ofNullable(members.get(host));
            boolean same =
                    member.flatMap(it -> SignedRecords.of(mesh, it))
                            .equals(Optional.of(entry.records()));
            List<String> before =
                    Optional.ofNullable(published.get(host))
                            .flatMap(DnsAnswer::found)
                            .orElse(List.of());
            List<String> after = after(entry, before);
            if (!same || Set.copyOf(before).equals(Set.copyOf(after)) || changed == most) {
                continue;
            }
            changed++;
            var records =
                    new MeshRecords(
                            view.recordTtl(view.listAndAncestors(member.orElseThrow().list())));
            new MemberEdit(host, records, edits.differenceFor(OwnerNames.wireguard(host)))
                    .signatures(after);
        }
        return edits.steps();
    }

    /** Returns the new signatures, and those of other signers that have not ended. */
    private List<String> after(LockBundle.Entry entry, List<String> before) {
        Set<String> signers =
                entry.signatures().stream()
                        .map(MemberSignature::signer)
                        .collect(Collectors.toSet());
        Stream<MemberSignature> others =
                MemberSignature.parseAll(before).stream()
                        .filter(it -> !signers.contains(it.signer()))
                        .filter(it -> it.expires().isAfter(clock.instant()));
        return Stream.concat(entry.signatures().stream(), others)
                .map(MemberSignature::text)
                .distinct()
                .sorted()
                .toList();
    }

    /** The commits that are left. */
    private record SignatureAttempt(MeshName mesh, List<CommitLoop.Step> steps)
            implements CommitLoop.Decision {
        @Override
        public String unfinished() {
            return "some members of " + mesh + " are signed, others are not yet";
        }
    }
}
