package dev.wgmesh.device;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The SSH session that wg-mesh runs in: sshd names its client in the variable {@code
 * SSH_CONNECTION} (sshd(8)), and sudo removes the variable.
 */
public final class SshSession {
    private static final String VARIABLE = "SSH_CONNECTION";

    /** The most parent processes that are looked at. */
    private static final int MOST_PARENTS = 64;

    private SshSession() {}

    /**
     * Returns the client of the session: from the variable of this process, else of the nearest
     * parent process that has it. Empty where this is no SSH session, or the parents cannot be
     * read.
     *
     * @param processes {@code /proc} (proc(5))
     */
    public static Optional<ContactAddress> client(Map<String, String> environment, Path processes) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .flatMap(SshSession::address)
                .or(() -> ofParents(processes))
                .map(address -> new ContactAddress(address, ContactAddress.Use.SSH));
    }

    private static Optional<IpAddress> ofParents(Path processes) {
        Optional<String> process = parent(processes.resolve("self"));
        for (int count = 0; count < MOST_PARENTS && process.isPresent(); count++) {
            Path folder = processes.resolve(process.get());
            Optional<IpAddress> client = variable(folder).flatMap(SshSession::address);
            if (client.isPresent()) {
                return client;
            }
            process = parent(folder);
        }
        return Optional.empty();
    }

    /** Returns the number of the parent process; empty for that of process 1. */
    private static Optional<String> parent(Path process) {
        return read(process.resolve("status"))
                .flatMap(text -> text.lines().filter(line -> line.startsWith("PPid:")).findFirst())
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(number -> number.matches("[1-9][0-9]{0,9}"));
    }

    private static Optional<String> variable(Path process) {
        return read(process.resolve("environ"))
                .flatMap(text ->
                        Arrays.stream(text.split("\0"))
                                .filter(pair -> pair.startsWith(VARIABLE + "="))
                                .findFirst())
                .map(pair -> pair.substring(VARIABLE.length() + 1));
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Returns the first of the words: client address, client port, server address, server port. */
    private static Optional<IpAddress> address(String connection) {
        return IpAddress.parse(connection.strip().split(" ")[0]);
    }
}
