package dev.wgmesh;

import dev.wgmesh.cli.CommandRegistry;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.HostEnvironment;
import dev.wgmesh.cli.ShellState;
import dev.wgmesh.cli.Streams;
import dev.wgmesh.cli.Streams.StandardStream;
import dev.wgmesh.cli.WgMesh;
import dev.wgmesh.command.AllCommands;
import dev.wgmesh.files.FileOwner;
import dev.wgmesh.files.KernelRandom;
import dev.wgmesh.process.Programs;
import dev.wgmesh.shell.ProcessSignals;
import dev.wgmesh.shell.ShellCommand;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/** Starts wg-mesh: the only place that touches System. */
public final class Main {
    /** Columns where nobody says how many there are. */
    private static final int WIDTH = 80;

    /** More threads than these are not looked at. */
    private static final int MAX_THREADS = 64;

    private Main() {}

    /** Runs the command in {@code args}; the process ends with its exit code. */
    public static void main(String[] args) {
        CommandRegistry commands =
                AllCommands.all().with("shell", ShellCommand.SUMMARY, ShellCommand::new);
        ExitCode exit = new WgMesh(outside(), commands, new ShellState()).run(List.of(args));
        if (exit != ExitCode.SUCCESS || !isLastThread()) {
            System.exit(exit.code());
        }
    }

    /**
     * Returns whether the process ends by itself with this thread. System.exit looks for a logger
     * first, in the whole jar, which takes a third of the time of a short command.
     */
    private static boolean isLastThread() {
        var threads = new Thread[MAX_THREADS];
        int count = Thread.currentThread().getThreadGroup().enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (!threads[i].isDaemon() && threads[i] != Thread.currentThread()) {
                return false;
            }
        }
        return count < MAX_THREADS;
    }

    private static HostEnvironment outside() {
        return new HostEnvironment(
                InstantSource.system(),
                new KernelRandom(),
                streams(),
                System.getenv(),
                Programs.system(System.getenv()),
                Path.of(""),
                new ProcessSignals(),
                Path.of("/"),
                isRoot());
    }

    /** Without {@code /proc} nobody is root: receipts are then kept in the home folder. */
    private static boolean isRoot() {
        try {
            return FileOwner.isRootProcess();
        } catch (IOException _) {
            return false;
        }
    }

    private static Streams streams() {
        var terminals = EnumSet.noneOf(StandardStream.class);
        Arrays.stream(StandardStream.values()).filter(Main::isTerminal).forEach(terminals::add);
        return new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminals,
                width());
    }

    /** Java tells a terminal only of stdin and stdout together; Linux says it of each. */
    private static boolean isTerminal(StandardStream stream) {
        int number =
                switch (stream) {
                    case IN -> 0;
                    case OUT -> 1;
                    case ERR -> 2;
                };
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException _) {
            return false;
        }
    }

    private static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(columns)
                : WIDTH;
    }
}
