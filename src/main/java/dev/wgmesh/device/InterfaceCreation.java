package dev.wgmesh.device;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.process.Programs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates a WireGuard interface completely, or removes it again. */
final class InterfaceCreation {
    private final String name;
    private final WgIpCommands commands;

    InterfaceCreation(String name, WgIpCommands commands) {
        this.name = name;
        this.commands = commands;
    }

    void create(PrivateKey key, int port, Optional<Integer> mtu) {
        add();
        try {
            configure(key, port);
            var up = new ArrayList<>(List.of("ip", "link", "set", "dev", name));
            mtu.ifPresent(octets -> up.addAll(List.of("mtu", octets.toString())));
            up.add("up");
            commands.change(up);
        } catch (Failure failure) {
            commands.tryChange(List.of("ip", "link", "del", "dev", name));
            throw failure;
        }
    }

    /**
     * Adds the link by the kernel or, on a kernel without WireGuard, by wireguard-go, which keeps
     * running in the background.
     */
    private void add() {
        List<String> kernel = List.of("ip", "link", "add", "dev", name, "type", "wireguard");
        Programs.ProgramResult ended = commands.tryChange(kernel);
        if (ended.ok()) {
            return;
        }
        if (!ToolError.isUnknownKind(ended.err())) {
            throw WgIpCommands.failure(
                    Failure.Kind.PARTIAL, WgIpCommands.commandLine(kernel), ended);
        }
        if (!commands.has("wireguard-go")) {
            throw Failure.partial(
                    "interface " + name,
                    "the kernel does not support WireGuard and wireguard-go is not installed",
                    "install wireguard-go, or a kernel with WireGuard");
        }
        Programs.ProgramResult started = commands.tryChange(userspace());
        if (!started.ok()) {
            throw WgIpCommands.failure(
                    Failure.Kind.PARTIAL, "wireguard-go " + name, withoutBox(started));
        }
    }

    /** In the session of a terminal, Ctrl-C would end wireguard-go, and the interface with it. */
    private List<String> userspace() {
        return commands.has("setsid")
                ? List.of("setsid", "wireguard-go", name)
                : List.of("wireguard-go", name);
    }

    /**
     * Returns what wireguard-go says is wrong: on its output, or on its error output, which has a
     * box with the advice to use the kernel.
     */
    private static Programs.ProgramResult withoutBox(Programs.ProgramResult ended) {
        String err =
                Stream.of(ended.out(), ended.err())
                        .flatMap(String::lines)
                        .filter(line -> !line.matches("\\s*[┌│└].*"))
                        .map(line -> line.replaceFirst("^ERROR: \\([^)]*\\) \\S+ \\S+ ", ""))
                        .reduce("", (a, b) -> a + b + "\n");
        return new Programs.ProgramResult(ended.exitCode(), ended.out(), err, ended.timedOut());
    }

    private void configure(PrivateKey key, int port) {
        List<String> command =
                List.of(
                        "wg",
                        "set",
                        name,
                        "listen-port",
                        Integer.toString(port),
                        "private-key",
                        "/dev/stdin");
        commands.change(command, key.reveal());
    }
}
