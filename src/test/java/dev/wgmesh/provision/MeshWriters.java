package dev.wgmesh.provision;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.keys.PublicKey;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Policy;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.GuardLimits;
import dev.wgmesh.plan.HostedPlan;
import dev.wgmesh.plan.HostedReceipt;
import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.testing.Interleavings;
import dev.wgmesh.testing.TestZones;
import dev.wgmesh.zone.ZoneContents;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Every command that changes a mesh, as a writer among others. */
final class MeshWriters {
    private static final MeshName MESH = new MeshName("_p2p.example.com");

    private MeshWriters() {}

    static Interleavings.Writer join(HostName host) {
        return (hosting, patience) -> {
            new Join(hosting, request(host)).run(patience, CommitListener.NONE, () -> {});
            return "joined " + host;
        };
    }

    static Interleavings.Writer leave(HostName host) {
        return (hosting, patience) -> {
            new Leave(hosting, host, MESH, false).run(patience, CommitListener.NONE);
            return "left " + host;
        };
    }

    static Interleavings.Writer set(HostName host, String address) {
        var wish = new AddressRequest(List.of(IpAddress.of(address)), false, List.of());
        var request =
                new SetRequest(
                        host,
                        MESH,
                        Optional.of(wish),
                        Optional.empty(),
                        Optional.empty(),
                        UnaryOperator.identity());
        return (hosting, patience) -> {
            new SetMember(hosting, request).run(patience, CommitListener.NONE);
            return "set " + host;
        };
    }

    static Interleavings.Writer rotate(HostName host) {
        var request =
                new RotateRequest(
                        host,
                        MESH,
                        RotateRequest.Step.BOTH,
                        Optional.of(ThreeMemberMesh.key("next")),
                        false);
        return (hosting, patience) -> {
            new Rotate(hosting, request, InstantSource.fixed(Instant.EPOCH))
                    .run(patience, CommitListener.NONE, () -> {});
            return "rotated " + host;
        };
    }

    static Interleavings.Writer rollback(List<Receipt> receipts) {
        Location.KnownHost host = new Location.Folder(Path.of("zones"));
        var kept = receipts.stream().map(it -> new HostedReceipt(host, it)).toList();
        return (hosting, patience) -> {
            new Rollback(
                            () -> hosting.source(hosting.budget()),
                            (_, apex) -> hosting.provider(apex).orElseThrow(),
                            kept,
                            Set.of(MESH),
                            GuardLimits.NONE)
                    .run(patience, CommitListener.NONE);
            return "rolled back";
        };
    }

    static Interleavings.Writer init(String pool) {
        var policy =
                new Policy(List.of(Prefix.of(pool)), List.of(), Optional.empty(), Optional.empty());
        return (hosting, patience) -> {
            new Init(hosting, MESH, policy, PolicyExceptions.NONE)
                    .run(patience, CommitListener.NONE);
            return "created with " + pool;
        };
    }

    static Interleavings.Writer setPolicy(String pool) {
        var request =
                new PolicyRequest(
                        Optional.of(List.of(Prefix.of(pool))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        return (hosting, patience) -> {
            new SetPolicy(hosting, MESH, request, PolicyExceptions.NONE)
                    .run(patience, CommitListener.NONE);
            return "changed to " + pool;
        };
    }

    /** Pushes copies of zones, as zone-file text by apex. */
    static Interleavings.Writer push(Map<String, String> copies) {
        List<ZoneContents> zones =
                copies.entrySet().stream()
                        .map(copy -> TestZones.text(copy.getKey(), copy.getValue()))
                        .map(copy -> copy.zones().getFirst())
                        .toList();
        return (hosting, patience) -> {
            new Push(hosting, zones, GuardLimits.NONE).run(patience, CommitListener.NONE);
            return "pushed";
        };
    }

    static Interleavings.Writer pushSaved(List<ZonePlan> plans) {
        Location.KnownHost host = new Location.Folder(Path.of("zones"));
        var saved = plans.stream().map(plan -> new HostedPlan(host, plan)).toList();
        return (hosting, patience) -> {
            new SavedPlanPush(
                            (_, apex) -> hosting.provider(apex).orElseThrow(),
                            saved,
                            GuardLimits.NONE)
                    .run(patience, CommitListener.NONE);
            return "pushed as saved";
        };
    }

    static JoinRequest request(HostName host) {
        return new JoinRequest(
                host,
                new ListRequest(MESH, Optional.empty()),
                new KeyRequest.ExplicitKey(key(host)),
                new AddressRequest(List.of(), true, List.of()),
                List.of(),
                Metadata.NONE,
                Optional.empty());
    }

    static PublicKey key(HostName host) {
        return PrivateKey.generate(new Random(host.text().hashCode())).publicKey();
    }

    static HostName host(String text) {
        return new HostName(text);
    }
}
