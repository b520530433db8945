package dev.wgmesh.testing.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A running command; closing it ends the command, by force if necessary. */
public final class RunningProcess implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final String command;
    private final Process process;
    private final Path out;
    private final Path err;

    private RunningProcess(String command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts a command with {@code input} on its stdin. What it says goes to files, so that nothing
     * waits for a server that it leaves behind with the same stdout.
     */
    public static RunningProcess start(List<String> command, String input) {
        try {
            Path in = temporary(".in");
            Path out = temporary(".out");
            Path err = temporary(".err");
            Files.writeString(in, input);
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            Files.delete(in);
            return new RunningProcess(String.join(" ", command), process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /** A file that is removed when the tests end at the latest: a lab ends processes too. */
    private static Path temporary(String suffix) throws IOException {
        Path file = Files.createTempFile("netlab", suffix);
        file.toFile().deleteOnExit();
        return file;
    }

    /** The process id on this machine, which is the command's own. */
    public long pid() {
        return process.pid();
    }

    /** Whether the command has not ended yet. */
    public boolean alive() {
        return process.isAlive();
    }

    /** What the command has said so far, with its exit code, or -1 if it has not ended. */
    public FinishedProcess outputSoFar() {
        int exit = process.isAlive() ? -1 : process.exitValue();
        return new FinishedProcess(command, exit, read(out), read(err));
    }

    /**
     * Waits until what was said fulfils the condition; an AssertionError after {@code limit}, as
     * {@link LoadedTime} counts it.
     */
    public FinishedProcess await(Duration limit, Predicate<FinishedProcess> condition) {
        var time = LoadedTime.limit(limit);
        while (true) {
            boolean last = !process.isAlive() || time.isOver();
            FinishedProcess said = outputSoFar();
            if (condition.test(said)) {
                return said;
            }
            if (last) {
                throw new AssertionError("waited in vain for " + said);
            }
            pause();
        }
    }

    /**
     * Waits for the end; after {@code limit}, as {@link LoadedTime} counts it, the command is
     * killed and an AssertionError told.
     */
    public FinishedProcess end(Duration limit) {
        if (!endsWithin(limit)) {
            process.destroyForcibly();
            throw new AssertionError("not ended after " + limit + ": " + outputSoFar());
        }
        return outputSoFar();
    }

    /** Asks the command to end (SIGTERM) and waits for it. */
    public FinishedProcess stop() {
        process.destroy();
        return end(GRACE);
    }

    /** Sends another signal, such as {@code HUP}, unless the process has ended. */
    public void signal(String name) {
        String id = Long.toString(process.pid());
        try (RunningProcess kill = start(List.of("kill", "-" + name, id), "")) {
            FinishedProcess sent = kill.end(GRACE);
            if (process.isAlive()) {
                sent.requireSuccess();
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!endsWithin(GRACE)) {
            process.destroyForcibly();
        }
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the end; returns whether it came within the limit of {@link LoadedTime}. */
    boolean endsWithin(Duration limit) {
        var time = LoadedTime.limit(limit);
        try {
            boolean ended = process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            while (!ended && !time.isOver()) {
                ended = process.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
            return ended;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted: " + command, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
