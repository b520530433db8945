package dev.wgmesh.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** No file keeps a reader waiting without end, and only files are replaced. */
class RegularFileTest {
    @TempDir Path folder;
    private Path pipe;

    @BeforeEach
    void pipe() throws Exception {
        pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }

    private static String refusal(Executable reader) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> String.valueOf(assertThrows(Failure.class, reader).getMessage()));
    }

    @Test
    void a_pipe_a_device_and_a_socket_are_named_and_not_read() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
        Path socket = folder.resolve("socket");
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Map.of(
                            pipe,
                            "is a named pipe",
                            link,
                            "is a named pipe",
                            socket,
                            "is a socket",
                            Path.of("/dev/zero"),
                            "is a device",
                            Path.of("/dev/tty"),
                            "is a device")
                    .forEach((file, what) ->
                            assertEquals(
                                    file + ": " + what + "; give the path of a file",
                                    refusal(() -> PrivateFile.read(file))));
        }
    }

    @Test
    void a_pipe_in_place_of_a_log_or_a_lock_is_not_opened() throws IOException {
        assertTrue(
                refusal(() -> AppendOnlyFile.append(pipe, "line\n")).contains("is a named pipe"));
        Files.move(pipe, folder.resolve(FolderLock.NAME));
        assertTrue(
                refusal(() -> FolderLock.acquire(folder, Duration.ofSeconds(1)))
                        .contains("is a named pipe"));
    }

    @Test
    void only_a_file_is_replaced_and_that_of_a_link() throws IOException {
        assertTrue(refusal(() -> PrivateFile.replace(pipe, "text")).contains("is a named pipe"));
        assertTrue(refusal(() -> PublicFile.replace(pipe, "text")).contains("is a named pipe"));
        assertTrue(Files.readAttributes(pipe, "isOther").containsValue(true));
        Path file = Files.writeString(folder.resolve("file"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        PublicFile.replace(link, "new");
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
        PublicFile.replace(folder.resolve("other"), "text");
        assertTrue(Files.isRegularFile(folder.resolve("other"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void what_is_empty_or_open_already_is_read() throws IOException {
        Path masked = Files.createSymbolicLink(folder.resolve("masked"), Path.of("/dev/null"));
        assertEquals("", PrivateFile.read(masked));
        assertEquals("", RegularFile.text(Path.of("/dev/null"), StandardCharsets.UTF_8));
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertEquals("text", PrivateFile.read(file));
        assertEquals(Optional.empty(), PrivateFile.readIfExists(folder.resolve("none")));
    }

    @Test
    void what_a_shell_opens_for_a_command_is_read() throws IOException {
        RegularFile.require(Path.of("/dev/fd/63"));
        RegularFile.require(Path.of("/dev/stdin"));
    }
}
