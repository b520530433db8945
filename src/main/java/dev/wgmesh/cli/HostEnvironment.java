package dev.wgmesh.cli;

import dev.wgmesh.process.Programs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Everything outside wg-mesh that its commands may touch; Main makes the real one, a test its own.
 *
 * @param randomness cryptographically strong
 * @param environment variables of the process
 * @param directory the working directory; the empty path is the process's own
 * @param files the folder of the machine's files: {@code /}
 * @param isRoot whether the process runs as root, by its user id
 */
public record HostEnvironment(
        InstantSource clock,
        RandomGenerator randomness,
        Streams streams,
        Map<String, String> environment,
        Programs programs,
        Path directory,
        Signals signals,
        Path files,
        boolean isRoot) {
    public HostEnvironment {
        environment = Map.copyOf(environment);
    }

    /** Returns the folder of the kernel's information about processes: {@code /proc}. */
    public Path processes() {
        return files.resolve("proc");
    }

    /** Returns a variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Returns the same environment with other streams. */
    public HostEnvironment with(Streams others) {
        return new HostEnvironment(
                clock,
                randomness,
                others,
                environment,
                programs,
                directory,
                signals,
                files,
                isRoot);
    }

    /** Returns the same environment with other programs. */
    public HostEnvironment with(Programs others) {
        return new HostEnvironment(
                clock, randomness, streams, environment, others, directory, signals, files, isRoot);
    }
}
