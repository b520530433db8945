package dev.wgmesh.provision;

import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.mesh.KeySwitchClock;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.NextKey;
import dev.wgmesh.model.RecordFormat;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.provision.Rotate.RotateAttempt;
import dev.wgmesh.provision.RotateRequest.Step;
import dev.wgmesh.zone.MeshRecords;
import dev.wgmesh.zone.OwnerNames;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.ZoneContents;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.xbill.DNS.Type;

/** What is done with a member's key, decided on the member as it is now. */
final class RotateDecision {
    private final RotateRequest request;
    private final MeshSnapshot view;
    private final MeshName list;
    private final Metadata there;
    private final PublicKey key;
    private final Optional<NextKey> next;
    private final InstantSource clock;
    private final GuardLimits limits;
    private final Signing signing;
    private final List<Problem> warnings = new ArrayList<>();

    RotateDecision(
            RotateRequest request,
            MeshSnapshot view,
            MeshName list,
            Metadata there,
            PublicKey key,
            InstantSource clock,
            GuardLimits limits,
            Signing signing) {
        this.signing = signing;
        this.limits = limits;
        this.request = request;
        this.view = view;
        this.list = list;
        this.there = there;
        this.key = key;
        this.next = NextKey.of(there);
        this.clock = clock;
    }

    /** Returns the decision, after what was done. */
    RotateAttempt decide(CommitLoop.Done<RotateAttempt> done, Runnable keepKey) {
        boolean waiting = request.step() == Step.BOTH && next.isPresent();
        if (!done.isEmpty() && !waiting) {
            return unchanged();
        }
        return switch (request.step()) {
            case ABORT -> attempt(key, NextKey.removeFrom(there), Duration.ZERO, () -> {});
            case PREPARE -> next.isPresent() ? alreadyPrepared() : prepare(keepKey, _ -> List.of());
            case BOTH -> {
                if (next.isPresent() || request.now()) {
                    yield commit(done.waited(), keepKey);
                }
                yield prepare(keepKey, wished -> steps(wished, there));
            }
            case COMMIT -> commit(done.waited(), keepKey);
        };
    }

    private RotateAttempt unchanged() {
        return rotating(List.of(), List.of(), key, there, Duration.ZERO, () -> {});
    }

    /** A next key is published: nothing to do, if it is the one wished for. */
    private RotateAttempt alreadyPrepared() {
        requirePublishedKey();
        return unchanged();
    }

    /**
     * Publishes the next key.
     *
     * @param later the plans that switch to it in this run
     */
    private RotateAttempt prepare(
            Runnable keepKey, Function<PublicKey, List<CommitLoop.Step>> later) {
        PublicKey wished = request.key().orElseThrow(() -> noNextKey());
        if (wished.equals(key)) {
            throw Failure.refused(
                    wished.base64(),
                    "is the key of " + request.host() + " already",
                    "give a file with another key: --key FILE");
        }
        requireUnusedKey(wished);
        var published = new NextKey(wished, Optional.of(switchTime()));
        Metadata metadata = published.addTo(there);
        return rotating(
                steps(key, metadata), later.apply(wished), key, metadata, Duration.ZERO, keepKey);
    }

    private RotateAttempt commit(boolean waited, Runnable keepKey) {
        if (next.isEmpty()) {
            PublicKey wished = request.key().orElseThrow(() -> noNextKey());
            if (wished.equals(key)) {
                return unchanged();
            }
            if (!request.now()) {
                throw noNextKey();
            }
            requireUnusedKey(wished);
            return attempt(wished, there, Duration.ZERO, keepKey);
        }
        requirePublishedKey();
        PublicKey wished = next.get().key();
        requireUnusedKey(wished);
        Duration left = request.now() || waited ? Duration.ZERO : remaining(next.get());
        if (request.step() == Step.COMMIT && next.get().from().isPresent() && left.isPositive()) {
            throw Failure.refused(
                    request.host().text(),
                    "switches to its next key at "
                            + activeFrom(next.get()).truncatedTo(ChronoUnit.SECONDS)
                            + ", in "
                            + (left.toSeconds() + 1)
                            + " s; caches may lack the key until then",
                    "run the same command after that time, or switch at once with --now");
        }
        return attempt(wished, NextKey.removeFrom(there), left, () -> {});
    }

    private Duration remaining(NextKey published) {
        Duration left = Duration.between(clock.instant(), activeFrom(published));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Returns when the node switches to the key. */
    private Instant activeFrom(NextKey published) {
        return published.from().orElseGet(this::switchTime);
    }

    /**
     * Returns when every cache has it: those that had no answer before, and those with an old one;
     * the next full minute, when nodes switch.
     */
    private Instant switchTime() {
        Instant now = clock.instant();
        return KeySwitchClock.next(now.plus(longestTtl()), now);
    }

    private Duration longestTtl() {
        HostName host = request.host();
        ZoneContents zone = view.zoneOf(OwnerNames.wireguard(host)).zone();
        long ttl = 0;
        for (Question question : MemberRRsets.of(host)) {
            ttl = Math.max(ttl, zone.rrset(question).map(set -> set.ttl()).orElse(0L));
        }
        if (zone.rrset(new Question(OwnerNames.meta(host), Type.TXT)).isEmpty()) {
            // That of the metadata as the next key will be published, so that the time stays.
            ttl = Math.max(ttl, newTtl().toSeconds());
        }
        long negative = zone.negativeTtl().orElse(MeshSnapshot.DEFAULT_TTL).toSeconds();
        return Duration.ofSeconds(Math.max(ttl, negative));
    }

    private Duration newTtl() {
        return view.recordTtl(view.listAndAncestors(list));
    }

    private void requirePublishedKey() {
        PublicKey published = next.orElseThrow().key();
        request.key()
                .filter(wished -> !wished.equals(published))
                .ifPresent(wished -> {
                    throw Failure.refused(
                            RecordFormat.META
                                    + "."
                                    + RecordFormat.WIREGUARD
                                    + "."
                                    + request.host()
                                    + " TXT",
                            "holds another next key: " + published,
                            "switch to the published key with --commit, or remove it with --abort");
                });
    }

    private void requireUnusedKey(PublicKey wished) {
        view.keyHolders(wished, request.host())
                .findFirst()
                .ifPresent(holder -> {
                    throw Failure.refused(
                            wished.base64(),
                            "is the key of " + holder,
                            "generate another key: wg-mesh keygen --out FILE");
                });
    }

    private Failure noNextKey() {
        return Failure.refused(
                request.host().text(),
                "has no next key yet",
                "publish a next key first: wg-mesh rotate " + request.host() + " --prepare");
    }

    private RotateAttempt attempt(
            PublicKey wished, Metadata metadata, Duration pause, Runnable keepKey) {
        return rotating(steps(wished, metadata), List.of(), wished, metadata, pause, keepKey);
    }

    private List<CommitLoop.Step> steps(PublicKey wished, Metadata metadata) {
        HostName host = request.host();
        var edits = new ZonePlanBuilder(view, "rotate " + host, list, Set.of(), limits);
        var edit =
                new MemberEdit(
                        host,
                        new MeshRecords(newTtl()),
                        edits.differenceFor(OwnerNames.wireguard(host)));
        edit.key(wished);
        if (!metadata.equals(there)) {
            edit.metadata(metadata);
        }
        view.publishedMember()
                .map(member -> member.addresses().all())
                .flatMap(addresses ->
                        new SignatureUpdate(signing, view, host)
                                .write(edit, wished, addresses, metadata))
                .ifPresent(warnings::add);
        return edits.steps();
    }

    private RotateAttempt rotating(
            List<CommitLoop.Step> steps,
            List<CommitLoop.Step> later,
            PublicKey wished,
            Metadata metadata,
            Duration pause,
            Runnable keepKey) {
        Optional<NextKey> published = NextKey.of(metadata);
        return new RotateAttempt(
                request.host(),
                list,
                wished,
                published.map(NextKey::key),
                published.map(this::activeFrom),
                steps,
                later.stream().map(CommitLoop.Step::plan).toList(),
                pause,
                keepKey,
                List.copyOf(warnings));
    }
}
