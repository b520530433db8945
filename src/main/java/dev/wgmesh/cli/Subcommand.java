package dev.wgmesh.cli;

/**
 * A command whose options have been read by picocli. It is thin: its options become one immutable
 * value, one call does the work, one printer renders what came of it.
 */
public interface Subcommand {
    /**
     * Does it.
     *
     * @throws dev.wgmesh.problem.Failure told on stderr (in JSON on stdout too), then the exit code
     *     of its kind
     * @throws InterruptedException ends quietly as SIGINT does
     */
    ExitCode run(CommandSession session) throws InterruptedException;
}
