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
}
