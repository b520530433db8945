package dev.wgmesh.testing.race;

import dev.wgmesh.provider.MemoryProvider;
import dev.wgmesh.provision.Hosting;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A zone in memory, which loses no messages and checks every condition. */
public final class RaceTargetMemory implements RaceTarget {
    private final MemoryProvider place =
            new MemoryProvider(RaceMesh.contents(), InstantSource.system());

    @Override
    public Hosting open() {
        return SingleZoneHosting.answering(place);
    }

    @Override
    public Set<InjectedFault> lossModes() {
        return Set.of();
    }

    @Override
    public void setLossMode(InjectedFault loss) {}

    @Override
    public int lostCount() {
        return 0;
    }

    @Override
    public Optional<UnconditionalWrite> unconditionalWrite() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
