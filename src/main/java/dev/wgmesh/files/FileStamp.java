package dev.wgmesh.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * What the file system says of a file without reading it.
 *
 * @param state differs after a file was written or replaced, unless the stamp is not settled
 * @param isSettled false: the file changed so recently that a later change may have the same stamp
 */
public record FileStamp(String state, boolean isSettled) {
    /** The stamp of no file. */
    public static final FileStamp NONE = new FileStamp("", false);

    /** Longer than a tick of the clock of any file system in use. */
    private static final Duration TICK = Duration.ofMillis(50);

    /**
     * Returns the stamp of an existing file.
     *
     * @throws dev.wgmesh.problem.Failure UNREADABLE when the file does not exist
     */
    public static FileStamp of(Path file, Instant now) {
        try {
            var about = Files.readAttributes(file, "unix:ctime,size,ino");
            boolean settled =
                    about.get("ctime") instanceof FileTime time
                            && time.toInstant().plus(TICK).isBefore(now);
            String state = about.get("ino") + " " + about.get("size") + " " + about.get("ctime");
            return new FileStamp(state, settled);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Returns whether both stamps are of one state of a file. */
    public boolean isSame(FileStamp other) {
        return state.equals(other.state);
    }
}
