package dev.wgmesh.cli;

/**
 * A command whose options picocli has read. Its options become one immutable value, one call does
 * the work, and one printer renders the result.
 */
public interface Subcommand {
    /**
     * Runs the command.
     *
     * @throws dev.wgmesh.problem.Failure printed on stderr (with JSON on stdout too); its kind
     *     gives the exit code
     * @throws InterruptedException ends quietly as SIGINT does
     */
    ExitCode run(CommandSession session) throws InterruptedException;

    /**
     * Returns whether the name of the command alone is a complete command line, which leaves every
     * field as it is in a new command: such a line runs without picocli, whose model takes longer
     * to make than a short command to run.
     */
    default boolean isCompleteAlone() {
        return false;
    }
}
