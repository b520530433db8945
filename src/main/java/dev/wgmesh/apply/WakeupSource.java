package dev.wgmesh.apply;

import java.time.Duration;

/** Ends a wait by time-out or by a signal. */
public interface WakeupSource {
    /** Why a wait ended. */
    enum Wake {
        /** The time limit was reached. */
        TIMEOUT,
        /** Run a pass at once (SIGHUP). */
        RUN_NOW,
        /**
         * Exit and leave the device unchanged (SIGTERM, SIGINT). Every later wait ends the same
         * way.
         */
        STOP
    }

    /** Waits at most {@code limit}; a signal that arrived before the wait ends it at once. */
    Wake await(Duration limit) throws InterruptedException;
}
