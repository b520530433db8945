package dev.wgmesh.device;

import dev.wgmesh.files.RegularFile;
import dev.wgmesh.model.AddressScope;
import dev.wgmesh.model.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads the name servers of a resolv.conf(5). */
final class ResolvConf {
    /** Where systemd-resolved lists the servers behind its stub at 127.0.0.53. */
    private static final Path BEHIND_THE_STUB = Path.of("/run/systemd/resolve/resolv.conf");

    private ResolvConf() {}

    /**
     * Returns the name servers, and those behind a loopback stub; empty when the file does not
     * exist.
     */
    static List<IpAddress> nameServers(Path file) {
        List<IpAddress> named = read(file);
        boolean stub = named.stream().allMatch(server -> server.scope() == AddressScope.LOOPBACK);
        return Stream.concat(named.stream(), stub ? read(BEHIND_THE_STUB).stream() : Stream.empty())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<IpAddress> read(Path file) {
        try {
            return RegularFile.text(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(words -> words.length > 1 && words[0].equals("nameserver"))
                    .flatMap(words -> IpAddress.parse(words[1]).stream())
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
