package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import java.time.Duration;
import java.util.List;

/** A listener that approves the commits of a command and takes their receipts. */
public interface CommitListener {
    /** Approves everything and keeps nothing. */
    CommitListener NONE =
            new CommitListener() {
                @Override
                public void approve(List<ZonePlan> plans) {}

                @Override
                public void committed(Receipt receipt) {}

                @Override
                public void progress(String line) {}
            };

    /**
     * Approves plans that are about to be committed, one after the other. Called before each commit
     * with all plans that are left, as far as they are known, the next one first.
     *
     * @throws dev.wgmesh.problem.Failure where one of them must not be committed; none of them is
     */
    void approve(List<ZonePlan> plans);

    /** Takes the receipt of a commit; must not fail, as the commit cannot be undone here. */
    void committed(Receipt receipt);

    /** Takes a line for a person: what the command waits for. */
    void progress(String line);

    /** Takes the time that is left of a wait, about once a second; at the end zero. */
    default void remaining(Duration left) {}
}
