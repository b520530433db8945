package dev.wgmesh.testing.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small network of namespaces, closed against the machine's own. It needs root; where the machine
 * cannot do it, opening one fails and says what is missing.
 */
public final class Lab implements AutoCloseable {
    /** Maven runs tests in the project's folder. */
    private static final Path SCRIPT = Path.of("scripts", "netlab").toAbsolutePath();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;

    private Lab(Path folder) {
        this.folder = folder;
    }

    /** An empty lab. */
    public static Lab open() {
        try {
            return new Lab(Files.createTempDirectory("netlab")).made("up");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A lab with a topology of {@code scripts/netlab.d/topologies}, for example {@code mesh}. */
    public static Lab of(String topology) {
        return open().made("topology", topology);
    }

    /** Returns the folders of the labs on this machine, also of other programs. */
    public static List<String> folders() {
        try (RunningProcess list = RunningProcess.start(List.of(SCRIPT.toString(), "list"), "")) {
            return list.end(LIMIT).requireSuccess().lines().toList();
        }
    }

    /** Ends a lab that another program left. */
    public static void remove(Path folder) {
        new Lab(folder).close();
    }

    private Lab made(String... words) {
        try {
            netlab(List.of(words));
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** The lab's folder, which goes with it. */
    public Path folder() {
        return folder;
    }

    /** Adds a segment with its prefixes. */
    public void net(String name, String... prefixes) {
        netlab(Stream.concat(Stream.of("net", name), Stream.of(prefixes)).toList());
    }

    /** Adds a node. */
    public LabNode node(String name) {
        netlab(List.of("node", name));
        return at(name);
    }

    /** Adds a node that forwards. */
    public LabNode router(String name) {
        netlab(List.of("router", name));
        return at(name);
    }

    /** A node that is there already, such as one of a topology. */
    public LabNode at(String name) {
        return new LabNode(this, name);
    }

    /** Sets the name servers of every node. */
    public void dns(String... addresses) {
        netlab(Stream.concat(Stream.of("dns"), Stream.of(addresses)).toList());
    }

    /** Ends every process of the lab and removes its folder; also twice. */
    @Override
    public void close() {
        netlab(List.of("down"));
    }

    /** Runs a command of the script on this lab and gives its stdout. */
    String netlab(List<String> words) {
        try (RunningProcess running = RunningProcess.start(command(words), "")) {
            return running.end(LIMIT).requireSuccess();
        }
    }

    /** The whole command line: the script, its command, this lab's folder, the rest. */
    List<String> command(List<String> words) {
        Stream<String> head = Stream.of(SCRIPT.toString(), words.getFirst(), folder.toString());
        return Stream.concat(head, words.stream().skip(1)).toList();
    }
}
