package dev.wgmesh.apply;

import java.time.Duration;

/** What ends a wait: time, or a word from outside. */
public interface WakeupSource {
    /** Why a wait ended. */
    enum Wake {
        /** The time was up. */
        TIME,
        /** Pass at once (SIGHUP). */
        AGAIN,
        /** End, and leave the device as it is (SIGTERM, SIGINT). Every later wait ends so too. */
        STOP
    }

    /** Waits for {@code limit} at the most; a word that came before the wait ends it at once. */
    Wake await(Duration limit) throws InterruptedException;
}
