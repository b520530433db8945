package dev.wgmesh.testing.race;

import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Metadata;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.provision.AddressRequest;
import dev.wgmesh.provision.CommitListener;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.provision.Join;
import dev.wgmesh.provision.JoinRequest;
import dev.wgmesh.provision.KeyRequest;
import dev.wgmesh.provision.Leave;
import dev.wgmesh.provision.ListRequest;
import dev.wgmesh.provision.RetryPolicy;
import dev.wgmesh.provision.SetMember;
import dev.wgmesh.provision.SetRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Runs one command and counts its commits. */
final class RaceWriter implements CommitListener, RetryPolicy {
    /**
     * Races that a command loses at most: a race is lost to a commit, and all writers together make
     * fewer. On a busy machine they take longer than commands have without {@code --patience}.
     */
    private static final int MOST_LOST = 300;

    /** Only a bound of {@link #MOST_LOST} sleeps. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final RetryPolicy patience =
            RetryPolicy.of(Clock.systemUTC(), RandomGenerator.getDefault(), PATIENCE);
    private int commits;
    private int anew;

    private RaceWriter() {}

    /** What the command comes to in that place. */
    static RaceCount of(Hosting hosting, RaceCommand command) throws InterruptedException {
        var writing = new RaceWriter();
        try {
            writing.carryOut(hosting, command);
            return new RaceCount(writing.commits, writing.anew, List.of());
        } catch (Failure failure) {
            String told = command + ": " + failure.kind() + " " + failure.getMessage();
            return new RaceCount(writing.commits, writing.anew, List.of(told));
        }
    }

    private void carryOut(Hosting hosting, RaceCommand command) throws InterruptedException {
        switch (command) {
            case RaceCommand.Join join ->
                    new Join(hosting, request(join)).run(this, this, () -> {});
            case RaceCommand.Set set -> new SetMember(hosting, request(set)).run(this, this);
            case RaceCommand.Leave(var host) ->
                    new Leave(hosting, host, RaceMesh.MESH, false).run(this, this);
        }
    }

    private static JoinRequest request(RaceCommand.Join join) {
        List<Prefix> pools = join.subList().stream().map(RaceCommand.SubList::pool).toList();
        return new JoinRequest(
                join.host(),
                new ListRequest(RaceMesh.MESH, join.subList().map(RaceCommand.SubList::name)),
                new KeyRequest.ExplicitKey(RaceMesh.key(join.host())),
                new AddressRequest(List.of(), true, pools),
                List.of(),
                Metadata.NONE,
                Optional.empty());
    }

    private static SetRequest request(RaceCommand.Set set) {
        List<IpAddress> chosen = List.of(set.address());
        return new SetRequest(
                set.host(),
                RaceMesh.MESH,
                Optional.of(new AddressRequest(chosen, false, List.of())),
                Optional.empty(),
                Optional.empty(),
                UnaryOperator.identity());
    }

    @Override
    public boolean awaitRetry() throws InterruptedException {
        anew++;
        return anew <= MOST_LOST && patience.awaitRetry();
    }

    @Override
    public void awaitTtl(Duration ttl, Consumer<Duration> remaining) throws InterruptedException {
        patience.awaitTtl(ttl, remaining);
    }

    @Override
    public void approve(List<ZonePlan> plans) {}

    @Override
    public void committed(Receipt receipt) {
        commits++;
    }

    @Override
    public void progress(String line) {}
}
