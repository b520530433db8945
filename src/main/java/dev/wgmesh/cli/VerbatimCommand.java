package dev.wgmesh.cli;

import java.util.List;

/** A command that takes every word behind its name as it is, also those that look like options. */
public interface VerbatimCommand extends Subcommand {
    /** Runs the command with these words. */
    ExitCode run(List<String> words, CommandSession session);

    @Override
    default ExitCode run(CommandSession session) {
        return run(List.of(), session);
    }
}
