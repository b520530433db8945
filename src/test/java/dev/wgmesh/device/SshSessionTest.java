package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.ContactAddress.Use;
import dev.wgmesh.model.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshSessionTest {
    @TempDir Path proc;

    /** A process whose environment has these pairs; NUL is written {@code |}. */
    private SshSessionTest process(int number, int parent, String environment) throws IOException {
        Path folder = Files.createDirectory(proc.resolve(String.valueOf(number)));
        Files.writeString(
                folder.resolve("status"), "Name:\tsh\nPPid:\t%d\nUid:\t0\n".formatted(parent));
        Files.writeString(folder.resolve("environ"), environment.replace('|', '\0'));
        return this;
    }

    private Optional<ContactAddress> ofProcess(int number) throws IOException {
        Files.createSymbolicLink(proc.resolve("self"), Path.of(String.valueOf(number)));
        return SshSession.client(Map.of(), proc);
    }

    private static Optional<ContactAddress> ssh(String address) {
        return Optional.of(new ContactAddress(IpAddress.of(address), Use.SSH));
    }

    @Test
    void the_variable_of_this_process_names_the_client() {
        assertEquals(
                ssh("203.0.113.7"),
                SshSession.client(Map.of("SSH_CONNECTION", "203.0.113.7 40000 10.0.0.1 22"), proc));
        assertEquals(
                ssh("2001:db8::7"),
                SshSession.client(Map.of("SSH_CONNECTION", "2001:db8::7 40000 ::1 22"), proc));
    }

    @Test
    void without_it_the_nearest_parent_that_has_it_names_the_client() throws IOException {
        process(1, 0, "A=1|")
                .process(20, 1, "SSH_CONNECTION=203.0.113.1 1 10.0.0.1 22|")
                .process(30, 20, "A=1|SSH_CONNECTION=203.0.113.2 1 10.0.0.1 22|Z=1|")
                .process(40, 30, "SUDO_USER=x|NOT_SSH_CONNECTION=203.0.113.3 1 2 3|")
                .process(50, 40, "|");
        assertEquals(ssh("203.0.113.2"), ofProcess(50));
    }

    /** As another user's environment is. */
    @Test
    void a_parent_that_cannot_be_read_is_passed_over() throws IOException {
        process(20, 1, "SSH_CONNECTION=203.0.113.1 1 10.0.0.1 22|")
                .process(30, 20, "")
                .process(40, 30, "");
        Files.delete(proc.resolve("30/environ"));
        assertEquals(ssh("203.0.113.1"), ofProcess(40));
    }

    @Test
    void without_a_session_there_is_no_client() throws IOException {
        assertEquals(Optional.empty(), SshSession.client(Map.of(), proc));
        process(1, 0, "SSH_CONNECTION=nobody|").process(20, 1, "SSH_CONNECTION=|");
        assertEquals(Optional.empty(), ofProcess(20));
    }

    @Test
    void parents_in_a_circle_are_left() throws IOException {
        process(20, 30, "").process(30, 20, "");
        assertEquals(Optional.empty(), ofProcess(20));
    }
}
