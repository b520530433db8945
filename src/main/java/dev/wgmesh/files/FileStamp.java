package dev.wgmesh.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the file system says of a file without reading it.
 *
 * @param attributes differ after a file was written or replaced, unless the stamp is not settled
 * @param isSettled false: the file changed so recently that a later change may have the same stamp
 */
public record FileStamp(Map<String, Object> attributes, boolean isSettled) {
    /** The stamp of no file. */
    public static final FileStamp NONE = new FileStamp(Map.of(), false);

    /** Longer than a tick of the clock of any file system in use. */
    private static final Duration TICK = Duration.ofMillis(50);

    public FileStamp {
        attributes = Map.copyOf(attributes);
    }

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
            return new FileStamp(about, settled);
        } catch (IOException e) {
            throw IoErrorText.failure(file, e);
        }
    }

    /** Returns whether both stamps are of one state of a file. */
    public boolean isSame(FileStamp other) {
        return attributes.equals(other.attributes);
    }
}
