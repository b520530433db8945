package dev.wgmesh.process;

import dev.wgmesh.problem.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of this machine, each a child process. */
final class SystemPrograms implements Programs {
    /** Where {@code ip} and {@code wireguard-go} are installed; a user's PATH often lacks these. */
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    /** How long to wait for a child's output after the child has ended. */
    private static final Duration AFTERWARDS = Duration.ofMillis(500);

    /**
     * The variables of a child, beside those of WireGuard's tools ({@code WG_*}); {@code
     * GOMAXPROCS} is wireguard-go's.
     */
    private static final Set<String> PASSED_ON =
            Set.of(
                    "PATH",
                    "HOME",
                    "USER",
                    "LOGNAME",
                    "SHELL",
                    "TERM",
                    "TMPDIR",
                    "TZ",
                    "GOMAXPROCS");

    /** How wireguard-go itself runs: in the background, with an interface of its own. */
    private static final Set<String> OF_WIREGUARD_GO =
            Set.of("WG_PROCESS_FOREGROUND", "WG_TUN_FD", "WG_UAPI_FD");

    private static final int KILLED = 128 + 9;

    private final Map<String, String> environment;

    SystemPrograms(Map<String, String> environment) {
        this.environment = new HashMap<>(environment);
        this.environment.keySet().removeIf(name -> !isPassedOn(name));
        this.environment.put("LC_ALL", "C");
        // setsid and setpriv look for the program that they start
        this.environment.put("PATH", String.join(":", folders(environment)));
    }

    /**
     * A child does not get credentials, nor variables that change how it is loaded. Nor does it get
     * {@code LOG_LEVEL}: wireguard-go would log to a pipe that is closed, and end.
     */
    private static boolean isPassedOn(String name) {
        return PASSED_ON.contains(name)
                || name.startsWith("WG_") && !OF_WIREGUARD_GO.contains(name);
    }

    @Override
    public boolean isInstalled(String program) {
        return find(program).isPresent();
    }

    private Optional<Path> find(String program) {
        if (program.indexOf('/') >= 0) {
            return Optional.of(Path.of(program)).filter(path -> path.toFile().canExecute());
        }
        return folders(environment).stream()
                .map(folder -> Path.of(folder, program))
                .filter(file -> file.toFile().isFile() && file.toFile().canExecute())
                .findFirst();
    }

    private static List<String> folders(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.concat(Stream.of(path.split(":")), SYSTEM_FOLDERS.stream())
                .filter(folder -> folder.startsWith("/"))
                .distinct()
                .toList();
    }

    @Override
    public ProgramResult run(List<String> command, String input, Duration limit) {
        String program = command.getFirst();
        Process process = start(command, false);
        try {
            var out = new BoundedOutput(process.getInputStream());
            var err = new BoundedOutput(process.getErrorStream());
            if (input.isEmpty()) {
                writeInput(process, input);
            } else {
                daemon(() -> writeInput(process, input));
            }
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                kill(process);
            }
            String outText = out.text(AFTERWARDS);
            String errText = err.text(AFTERWARDS);
            if (out.overflowed() || err.overflowed()) {
                throw Failure.unreadable(
                        program,
                        "printed more than " + (BoundedOutput.LIMIT >> 20) + " MiB",
                        "run it by hand and look at its output");
            }
            return new ProgramResult(
                    ended ? process.exitValue() : KILLED, outText, errText, !ended);
        } catch (InterruptedException _) {
            kill(process);
            Thread.currentThread().interrupt();
            throw Failure.unreadable(program, "was interrupted", "run the command again");
        }
    }

    @Override
    public RunningProgram start(List<String> command, RunningProgram.Listener listener) {
        Process process;
        try {
            process = start(command, true);
        } catch (Failure _) {
            listener.ended();
            return () -> {};
        }
        daemon(() -> readLines(process, listener));
        return () -> kill(process);
    }

    /**
     * Starts a thread that waits for a child. Not a virtual one: reading a pipe keeps its carrier,
     * and where there is one processor the pool has sometimes no other.
     */
    static Thread daemon(Runnable task) {
        return Thread.ofPlatform().daemon().start(task);
    }

    private static void readLines(Process process, RunningProgram.Listener listener) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                listener.line(line);
            }
        } catch (IOException _) {
            // The stream is closed when the program is killed.
        }
        listener.ended();
    }

    private Process start(List<String> command, boolean joinOutputs) {
        String program = command.getFirst();
        Path file =
                find(program)
                        .orElseThrow(() ->
                                Failure.unreadable(
                                        program,
                                        "not installed, or not on PATH",
                                        "install " + DebianPackages.of(program)));
        var line = new ArrayList<>(command);
        line.set(0, file.toString());
        var builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectErrorStream(joinOutputs);
        try {
            return builder.start();
        } catch (IOException e) {
            throw cannotStart(file, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the failure of a start; the JDK adds lines about itself to what the system said. */
    static Failure cannotStart(Path file, String message) {
        String said = message.lines().findFirst().orElse("").strip();
        String fix;
        if (said.contains("Too many open files")) {
            fix = "raise the limit of open files: ulimit -n, or LimitNOFILE= of the unit";
        } else if (said.contains("Cannot allocate memory")
                || said.contains("Resource temporarily unavailable")) {
            fix = "free memory, or raise the limit of processes: TasksMax= of the unit";
        } else {
            fix = "check that the file is a program for this machine";
        }
        return Failure.unreadable(file.toString(), "cannot be started: " + said, fix);
    }

    private static void writeInput(Process process, String input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The program ended or closed its input before reading everything; its exit code
            // decides.
        }
    }

    /** Kills the process and its descendants. */
    private static void kill(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
    }
}
