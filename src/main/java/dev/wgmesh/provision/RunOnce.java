package dev.wgmesh.provision;

/** An action that is run at its first call only. */
final class RunOnce implements Runnable {
    private final Runnable action;
    private boolean done;

    RunOnce(Runnable action) {
        this.action = action;
    }

    @Override
    public void run() {
        if (!done) {
            done = true;
            action.run();
        }
    }
}
