package dev.wgmesh.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tells whether any file of a folder was written, put in place or taken away. */
record FolderState(Map<Path, String> files) {
    /** Folders below the folder that count, for files that zone files include. */
    private static final int DEPTH = 4;

    /** The state now; a file that goes away meanwhile is left out, a missing folder is empty. */
    static FolderState of(Path folder) {
        var files = new TreeMap<Path, String>();
        try (Stream<Path> found = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            found.forEach(file -> stamp(file, files));
        } catch (IOException | UncheckedIOException _) {
            return new FolderState(files);
        }
        return new FolderState(files);
    }

    private static void stamp(Path file, Map<Path, String> files) {
        try {
            var about = Files.readAttributes(file, BasicFileAttributes.class);
            if (about.isRegularFile()) {
                files.put(
                        file,
                        about.lastModifiedTime() + " " + about.size() + " " + about.fileKey());
            }
        } catch (IOException _) {
            files.remove(file);
        }
    }
}
