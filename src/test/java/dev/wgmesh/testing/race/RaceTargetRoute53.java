package dev.wgmesh.testing.race;

import dev.wgmesh.provider.ZoneProvider;
import dev.wgmesh.provider.route53.FakeRoute53Zone;
import dev.wgmesh.provision.Hosting;
import dev.wgmesh.testing.route53.Behaviour;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A zone of the Route53 double. Neither it nor our own limiter holds anybody to a number of calls a
 * second: with the real five an account, 80 joins take minutes and say no more about races.
 */
public final class RaceTargetRoute53 implements RaceTarget {
    /** Listings of several pages, between which others write. */
    private static final Behaviour PAGED = Behaviour.QUICK.withPage(100);

    private final FakeRoute53Zone cloud;
    private volatile boolean loses;

    /** A double of its own. */
    public RaceTargetRoute53() throws IOException {
        cloud = FakeRoute53Zone.hosting(RaceMesh.ZONE, PAGED);
    }

    @Override
    public Hosting open() {
        return SingleZoneHosting.answering(cloud.place());
    }

    @Override
    public Set<InjectedFault> lossModes() {
        return EnumSet.of(InjectedFault.REPLY, InjectedFault.CHANGE);
    }

    @Override
    public void setLossMode(InjectedFault loss) {
        loses |= loss != InjectedFault.NONE;
        cloud.route53()
                .behave(
                        switch (loss) {
                            case NONE -> PAGED;
                            case REPLY -> PAGED.losing(InjectedFault.EVERY, false);
                            case CHANGE -> PAGED.losing(InjectedFault.EVERY, true);
                            case FORGERY ->
                                    throw new IllegalArgumentException(loss + " is for servers");
                        });
    }

    @Override
    public int lostCount() {
        long changes =
                cloud.route53().calls().stream().filter(call -> call.startsWith("POST")).count();
        return loses ? (int) changes / InjectedFault.EVERY : 0;
    }

    @Override
    public Optional<UnconditionalWrite> unconditionalWrite() {
        ZoneProvider place = cloud.place();
        ZoneContents zone = place.read(List.of()).zone();
        return Optional.of(
                new UnconditionalWrite() {
                    @Override
                    public ZoneContents zone() {
                        return zone;
                    }

                    @Override
                    public void write(List<RRset> sets) {
                        cloud.upsert(sets);
                    }
                });
    }

    @Override
    public void close() {
        cloud.close();
    }
}
