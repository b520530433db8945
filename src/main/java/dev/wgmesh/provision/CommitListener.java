package dev.wgmesh.provision;

import dev.wgmesh.plan.Receipt;
import dev.wgmesh.plan.ZonePlan;
import java.util.List;

/** Who watches the commits of a command: is asked before each, and told after it. */
public interface CommitListener {
    /** Lets everything pass and keeps nothing. */
    CommitListener NONE =
            new CommitListener() {
                @Override
                public void approve(ZonePlan plan) {}

                @Override
                public void committed(Receipt receipt) {}

                @Override
                public void progress(String line) {}
            };

    /**
     * A plan is about to be committed; called again where it had to be made anew.
     *
     * @throws dev.wgmesh.problem.Failure where it must not be; nothing of it is changed
     */
    void approve(ZonePlan plan);

    /**
     * These plans are about to be committed, one after the other; each is approved again before.
     *
     * @throws dev.wgmesh.problem.Failure where one of them must not be; nothing is changed
     */
    default void approveAll(List<ZonePlan> plans) {
        plans.forEach(this::approve);
    }

    /** A plan was committed; must not fail, as that can no longer be helped. */
    void committed(Receipt receipt);

    /** What is being waited for, as a line for a person. */
    void progress(String line);
}
