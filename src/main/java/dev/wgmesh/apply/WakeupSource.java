package dev.wgmesh.apply;

import java.time.Duration;

/** Ends a wait by time-out or by an event. */
public interface WakeupSource {
    /** Why a wait ended. */
    enum Wake {
        /** The time limit was reached. */
        TIMEOUT,
        /** Run a pass at once and ask DNS for everything (SIGHUP). */
        RUN_NOW,
        /** A zone may have changed (NOTIFY). */
        ZONE_CHANGED,
        /** Something that wg-mesh made on this node may have been changed by others. */
        DEVICE_CHANGED,
        /** An address, a link or a default route of this node may have changed. */
        NETWORK_CHANGED,
        /**
         * Exit and leave the device unchanged (SIGTERM, SIGINT). Every later wait ends the same
         * way.
         */
        STOP
    }

    /**
     * The end of a wait.
     *
     * @param waited how long it took
     */
    record Wakeup(Wake wake, Duration waited) {
        /** Returns the end of a wait that reached its limit. */
        public static Wakeup timeout(Duration limit) {
            return new Wakeup(Wake.TIMEOUT, limit);
        }
    }

    /** Waits at most {@code limit}; an event that came before the wait ends it at once. */
    Wakeup await(Duration limit) throws InterruptedException;
}
