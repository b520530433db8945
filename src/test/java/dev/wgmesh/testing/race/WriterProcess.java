package dev.wgmesh.testing.race;

import dev.wgmesh.provider.file.ZoneFileProvider;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A process that runs commands on a zone file, and prints a line for each. */
public final class WriterProcess {
    /** The exit code of a process that was killed (128 and SIGKILL). */
    static final int KILLED = 137;

    private WriterProcess() {}

    /**
     * {@code FILE LOSS HOST COMMAND...}: in its command about HOST it dies as by {@code kill -9},
     * with the folder locked: before the new file takes the place of the old one, or after it.
     */
    public static void main(String[] args) throws InterruptedException {
        Path file = Path.of(args[0]);
        InjectedFault loss = InjectedFault.valueOf(args[1]);
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String text : Arrays.asList(args).subList(3, args.length)) {
            RaceCommand command = RaceCommand.parse(text);
            InstantSource clock =
                    command.host().text().equals(args[2])
                            ? new KillingClock(file, loss, command)
                            : InstantSource.system();
            var place = ZoneFileProvider.open(file, Optional.empty(), clock, List.of());
            out.println(RaceWriter.of(SingleZoneHosting.answering(place), command).line());
        }
    }

    /** A clock that ends the process when a commit asks it, before its work or after it. */
    private record KillingClock(Path file, InjectedFault loss, RaceCommand command)
            implements InstantSource {
        @Override
        public Instant instant() {
            boolean now =
                    switch (loss) {
                        case NONE -> false;
                        case REPLY -> isListed();
                        case FORGERY ->
                                throw new IllegalArgumentException(loss + " is for servers");
                        case CHANGE -> !isListed();
                    };
            if (now) {
                Runtime.getRuntime().halt(KILLED);
            }
            return InstantSource.system().instant();
        }

        private boolean isListed() {
            try {
                return Files.readString(file).contains("\"" + command.host() + "\"");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
