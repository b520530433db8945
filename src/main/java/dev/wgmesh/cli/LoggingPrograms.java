package dev.wgmesh.cli;

import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells each program before it is run; never what goes in or comes out, which may be secret. */
record LoggingPrograms(Programs programs, Consumer<String> tell) implements Programs {
    @Override
    public Ended run(List<String> command, String input, Duration limit) {
        tell.accept("+ " + String.join(" ", command));
        return programs.run(command, input, limit);
    }

    @Override
    public boolean has(String program) {
        return programs.has(program);
    }
}
