package dev.wgmesh.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A fingerprint of a folder's files: it changes when a file is written, added or deleted. */
record FolderState(Map<Path, String> files) {
    /** Depth of sub-folders searched, for included files. */
    private static final int DEPTH = 4;

    /** Names of locks, journals and temporary files begin so: they hold no zone. */
    private static final String OWN_PREFIX = ".wg-mesh";

    /** Reads the state; a file deleted meanwhile is left out, a missing folder is empty. */
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
        if (String.valueOf(file.getFileName()).startsWith(OWN_PREFIX)) {
            return;
        }
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

    /** Returns the files that are not the same in both states. */
    Set<Path> changedSince(FolderState before) {
        var changed = new HashSet<Path>();
        files.forEach((file, stamp) -> {
            if (!stamp.equals(before.files.get(file))) {
                changed.add(file);
            }
        });
        before.files.keySet().stream()
                .filter(file -> !files.containsKey(file))
                .forEach(changed::add);
        return changed;
    }
}
