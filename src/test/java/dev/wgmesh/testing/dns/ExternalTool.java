package dev.wgmesh.testing.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an external program, for at most half a minute. */
public final class ExternalTool {
    private ExternalTool() {}

    /** What a program left behind; {@code output} is of both streams. */
    public record Ended(int exit, String output) {}

    /** Runs the program with an input that fits in a pipe. */
    public static Ended run(String input, List<String> command) {
        return run(Path.of("."), input, command);
    }

    /** Runs the program in a folder with an input that fits in a pipe. */
    public static Ended run(Path folder, String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError("still runs: " + command);
            }
            return new Ended(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError(command.getFirst() + " is needed for this test: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What the program prints; it must end with 0. */
    public static String output(String... command) {
        Ended ended = run("", List.of(command));
        assertEquals(0, ended.exit(), () -> String.join(" ", command) + "\n" + ended.output());
        return ended.output();
    }
}
