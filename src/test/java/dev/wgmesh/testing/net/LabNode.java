package dev.wgmesh.testing.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node or router of a lab: a network, a {@code /run} and an {@code /etc/resolv.conf} of its own.
 */
public final class LabNode {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Lab lab;
    private final String name;

    LabNode(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    /** The name in the lab, for example {@code node-a}. */
    public String name() {
        return name;
    }

    /** A folder of this node's own, removed with the lab. */
    public Path folder() {
        return lab.folder().resolve("nodes").resolve(name);
    }

    /**
     * Gives the node an interface on a segment: addresses, with the segment's prefix length unless
     * they have one, then {@code --default GATEWAY} for each family that needs it.
     */
    public LabNode attach(String net, String... addresses) {
        lab.netlab(Stream.concat(Stream.of("attach", name, net), Stream.of(addresses)).toList());
        return this;
    }

    /** Masquerades: {@code plain}, {@code persistent}, {@code random} or {@code off}. */
    public LabNode nat(String kind) {
        lab.netlab(List.of("nat", name, kind));
        return this;
    }

    /** Makes a WireGuard interface, up, without key or peers. */
    public LabNode wireguard(String device) {
        lab.netlab(List.of("wg", name, device));
        return this;
    }

    /** Runs a command in the node to its end, for at most 30 s. */
    public FinishedProcess exec(String... command) {
        return exec(LIMIT, command);
    }

    /** Runs a command in the node to its end; an AssertionError after {@code limit}. */
    public FinishedProcess exec(Duration limit, String... command) {
        try (RunningProcess running = start(command)) {
            return running.end(limit);
        }
    }

    /** Starts a command in the node that goes on. */
    public RunningProcess start(String... command) {
        return startWith("", command);
    }

    /** Starts a command in the node with a text on its stdin. */
    public RunningProcess startWith(String input, String... command) {
        List<String> words = Stream.concat(Stream.of("exec", name), Stream.of(command)).toList();
        return RunningProcess.start(lab.command(words), input);
    }

    /** Gives the node a root file system of its own: a layer over {@code base}. */
    public LabNode root(Path base) {
        lab.netlab(List.of("root", name, base.toString()));
        return this;
    }

    /** Makes the node a machine that runs systemd in such a root, and waits until it is up. */
    public LabNode boot(Path base) {
        lab.netlab(List.of("boot", name, base.toString()));
        return this;
    }

    /** Boots that machine anew: all its processes end, and with them wireguard-go's interfaces. */
    public void reboot() {
        lab.netlab(List.of("reboot", name));
    }

    /** Returns where that root is for commands of {@link #exec}; nothing else sees it. */
    public Path root() {
        return folder().resolve("root");
    }

    /** Runs a command in the node's root to its end; an AssertionError after {@code limit}. */
    public FinishedProcess execInRoot(Duration limit, String... command) {
        try (RunningProcess running = startInRoot(command)) {
            return running.end(limit);
        }
    }

    /** Starts a command in the node's root that goes on. */
    public RunningProcess startInRoot(String... command) {
        List<String> words = Stream.concat(Stream.of("chroot", name), Stream.of(command)).toList();
        return RunningProcess.start(lab.command(words), "");
    }

    /**
     * Whether a ping is answered within {@code limit}, as {@link LoadedTime} counts it; it is tried
     * all along.
     */
    public boolean reaches(String address, Duration limit) {
        String pings = "until ping -n -q -c 1 -W 1 \"$1\"; do sleep 0.2; done";
        try (RunningProcess trying = start("sh", "-c", pings, "sh", address)) {
            return trying.endsWithin(limit);
        }
    }
}
