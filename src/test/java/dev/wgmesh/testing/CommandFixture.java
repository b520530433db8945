package dev.wgmesh.testing;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.Signals;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.cli.WgMesh;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.process.Programs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A place to run commands in, and to see what they print: a folder, an environment, no terminal, no
 * programs, the clock at 2026-01-02T03:04:05Z, the same randomness each time.
 */
public final class CommandFixture {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private final ShellState shellState = new ShellState();
    private CommandRegistry commands = AllCommands.all();
    private Programs programs = new NoPrograms();
    private Signals signals = (_, _) -> {};
    private InstantSource clock = () -> Instant.parse("2026-01-02T03:04:05Z");
    private Set<StandardStream> terminals = Set.of();
    private String input = "";
    private boolean root;
    private Optional<RandomGenerator> randomness = Optional.empty();

    /** A screen whose working directory, and whose home, is {@code directory}. */
    public CommandFixture(Path directory) {
        this.directory = directory;
        environment.put("HOME", directory.resolve("home").toString());
    }

    /** What a command printed, and its exit code. */
    public record CommandOutput(int exit, String out, String err) {}

    /** Sets a variable of the environment. */
    public CommandFixture environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Runs the next commands as root. */
    public CommandFixture asRoot() {
        root = true;
        return this;
    }

    /** What the next commands read on standard input. */
    public CommandFixture input(String text) {
        input = text;
        return this;
    }

    /** Which streams are a terminal. */
    public CommandFixture terminals(StandardStream... which) {
        terminals = Set.of(which);
        return this;
    }

    /** Sends SIGTERM that long after a command has begun to listen to it. */
    public CommandFixture terminatedAfter(Duration time) {
        signals =
                (kind, action) -> {
                    if (kind == Signals.Kind.TERM) {
                        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                                .execute(action);
                    }
                };
        return this;
    }

    /** Signals to the next commands, which {@code other} sends. */
    public CommandFixture signals(Signals other) {
        signals = other;
        return this;
    }

    /** Sends SIGTERM to the next commands when {@code event} is complete. */
    public CommandFixture terminatedOn(CompletableFuture<?> event) {
        signals =
                (kind, action) -> {
                    if (kind == Signals.Kind.TERM) {
                        event.thenRun(action);
                    }
                };
        return this;
    }

    /** The time of day: the real one where signatures are checked by others. */
    public CommandFixture clock(InstantSource other) {
        clock = other;
        return this;
    }

    /** The randomness: one generator for all commands, where each is to make another key. */
    public CommandFixture randomness(RandomGenerator other) {
        randomness = Optional.of(other);
        return this;
    }

    /** Which programs there are. */
    public CommandFixture programs(Programs others) {
        programs = others;
        return this;
    }

    /** Which commands there are. */
    public CommandFixture commands(CommandRegistry others) {
        commands = others;
        return this;
    }

    /** What the commands run here leave to each other. */
    public ShellState shellState() {
        return shellState;
    }

    /** Runs {@code wg-mesh} with the words. */
    public CommandOutput run(String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        int exit =
                new WgMesh(
                                hostEnvironment(new Streams(in, out, err, terminals, 80)),
                                commands,
                                shellState)
                        .run(List.of(words))
                        .code();
        return new CommandOutput(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The outside with streams of your own. */
    public HostEnvironment hostEnvironment(Streams streams) {
        return new HostEnvironment(
                clock,
                randomness.orElseGet(() -> RandomGeneratorFactory.of("L64X128MixRandom").create(1)),
                streams,
                environment,
                programs,
                directory,
                signals,
                directory,
                root);
    }

    private record NoPrograms() implements Programs {
        @Override
        public ProgramResult run(List<String> command, String input, Duration limit) {
            throw new AssertionError("no program is expected to run: " + command);
        }

        @Override
        public boolean isInstalled(String program) {
            return false;
        }
    }
}
