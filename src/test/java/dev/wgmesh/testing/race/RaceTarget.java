package dev.wgmesh.testing.race;

import dev.wgmesh.provision.Hosting;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneContents;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A hosted zone with the mesh of one member, for many writers. */
public interface RaceTarget extends AutoCloseable {
    /** The place as a process of its own sees it, with connections of its own. */
    Hosting open();

    /** What may befall its changes. */
    Set<InjectedFault> lossModes();

    /** Lets this befall them from now on. */
    void setLossMode(InjectedFault loss);

    /** How many changes it has befallen. */
    int lostCount();

    /** One writer's commands, one after the other, each as a process of its own carries it out. */
    default RaceCount write(List<RaceCommand> commands) throws IOException, InterruptedException {
        RaceCount tally = RaceCount.NONE;
        for (RaceCommand command : commands) {
            tally = tally.and(RaceWriter.of(open(), command));
        }
        return tally;
    }

    /** A writer's way to change it without a condition; empty where there is none. */
    Optional<UnconditionalWrite> unconditionalWrite();

    @Override
    void close();

    /** A reading of the zone, and a way to write that does not look whether it still holds. */
    interface UnconditionalWrite {
        /** The zone as it was read. */
        ZoneContents zone();

        /** Puts these sets in the place of what is there. */
        void write(List<RRset> sets) throws IOException;
    }
}
