package dev.wgmesh.cli;

import dev.wgmesh.process.Programs;
import dev.wgmesh.process.RunningProgram;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells each program before it is run; never what goes in or comes out, which may be secret. */
record LoggingPrograms(Programs programs, Consumer<String> log) implements Programs {
    @Override
    public ProgramResult run(List<String> command, String input, Duration limit) {
        log.accept("+ " + String.join(" ", command));
        return programs.run(command, input, limit);
    }

    @Override
    public RunningProgram start(List<String> command, RunningProgram.Listener listener) {
        log.accept("+ " + String.join(" ", command));
        return programs.start(command, listener);
    }

    @Override
    public boolean isInstalled(String program) {
        return programs.isInstalled(program);
    }
}
