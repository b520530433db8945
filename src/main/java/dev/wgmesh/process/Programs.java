package dev.wgmesh.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs other programs: real ones, or scripted replies in a test. */
public interface Programs {
    /**
     * Returns the programs of this machine. They run in the C locale with {@code environment}, and
     * are looked up on its PATH, then in the system's sbin folders.
     */
    static Programs system(Map<String, String> environment) {
        return new SystemPrograms(environment);
    }

    /**
     * Runs {@code command} to its end with {@code input} on its standard input.
     *
     * @param command the program (found on PATH) and its arguments; never a shell line
     * @param limit after which the program and its descendants are killed and {@link
     *     ProgramResult#timedOut()} is true
     * @throws dev.wgmesh.problem.Failure UNREADABLE when the program cannot be started (the fix
     *     names the package to install), writes more than 64 MiB, or the thread is interrupted
     */
    ProgramResult run(List<String> command, String input, Duration limit);

    /**
     * Starts {@code command}, and passes each line that it prints to {@code listener}. Scripted
     * programs end at once.
     *
     * @param command as in {@link #run}
     */
    default RunningProgram start(List<String> command, RunningProgram.Listener listener) {
        listener.ended();
        return () -> {};
    }

    /** Returns whether {@code program} is found on PATH. */
    boolean isInstalled(String program);

    /**
     * How a program ended.
     *
     * @param exitCode the exit code; 128 + signal when a signal ended the program, also at the
     *     limit
     */
    record ProgramResult(int exitCode, String out, String err, boolean timedOut) {
        /** Returns whether the program ended within its time limit with exit code 0. */
        public boolean ok() {
            return exitCode == 0 && !timedOut;
        }
    }
}
