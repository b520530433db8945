package dev.wgmesh.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs other programs; the real ones, or a script of answers in a test. */
public interface Programs {
    /**
     * The programs of this machine. They run in the C locale, and get {@code environment} besides;
     * they are found on its PATH, then in the system's sbin folders.
     */
    static Programs system(Map<String, String> environment) {
        return new SystemPrograms(environment);
    }

    /**
     * Runs {@code command} to its end with {@code input} on its standard input.
     *
     * @param command the program (found on PATH) and its arguments; never a shell line
     * @param limit after which it and all that it started are ended, and {@link Ended#timedOut()}
     *     is true
     * @throws dev.wgmesh.problem.Failure UNREADABLE where the program cannot be started (the mend
     *     says what to install), writes more than 64 MiB, or the thread is interrupted
     */
    Ended run(List<String> command, String input, Duration limit);

    /** Whether {@code program} is found on PATH. */
    boolean has(String program);

    /**
     * How a program ended.
     *
     * @param exit its exit code; 128 + signal where a signal ended it, by us too
     */
    record Ended(int exit, String out, String err, boolean timedOut) {
        /** Whether it ended by itself with 0. */
        public boolean ok() {
            return exit == 0 && !timedOut;
        }
    }
}
