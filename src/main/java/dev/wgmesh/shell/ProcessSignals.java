package dev.wgmesh.shell;

import dev.wgmesh.cli.Signals;

/** The signals of this process. */
public final class ProcessSignals implements Signals {
    @Override
    public void on(Kind kind, Runnable action) {
        org.jline.utils.Signals.register(kind.name(), action);
    }
}
