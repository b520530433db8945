package dev.wgmesh.testing.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes of this machine, from /proc. */
final class ProcessTable {
    private ProcessTable() {}

    /** Ids of those that carry the mark of the lab, or are in a network with one that does. */
    static List<String> of(Path lab) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            List<Path> running = all.filter(ProcessTable::isProcess).toList();
            Path own = network(Path.of("/proc/self"));
            List<Path> marked = running.stream().filter(process -> isMarked(process, lab)).toList();
            List<Path> networks = marked.stream().map(ProcessTable::network).toList();
            return running.stream()
                    .filter(process -> {
                        Path network = network(process);
                        boolean inside =
                                !network.equals(own)
                                        && !network.equals(Path.of(""))
                                        && networks.contains(network);
                        return inside || marked.contains(process);
                    })
                    .map(process -> process.getFileName().toString())
                    .toList();
        }
    }

    private static boolean isProcess(Path path) {
        return path.getFileName().toString().chars().allMatch(Character::isDigit);
    }

    private static boolean isMarked(Path process, Path lab) {
        try {
            String environment =
                    Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0NETLAB=" + lab + "\0");
        } catch (IOException _) {
            return false; // it has ended
        }
    }

    /** The network namespace, or an empty path if the process has ended. */
    private static Path network(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns").resolve("net"));
        } catch (IOException _) {
            return Path.of("");
        }
    }
}
