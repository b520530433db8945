package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Turns the operating system's error about a file into a problem. */
public final class IoErrorText {
    private static final String NO_FOLDER = "is not a folder";

    private IoErrorText() {}

    /** Returns the failure of reading, writing or locking {@code file}. */
    static Failure failure(Path file, IOException cause) {
        return Failure.unreadable(file.toString(), what(file, cause), fix(file, cause));
    }

    private static String what(Path file, IOException cause) {
        return cause instanceof NoSuchFileException && Files.isSymbolicLink(file)
                ? "is a symbolic link to a file that does not exist"
                : what(cause);
    }

    /** Returns what is wrong with the file, whose name the message of the error may be. */
    public static String what(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "does not exist";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "already exists";
            case FileSystemLoopException _ -> "is a symbolic link to itself";
            case NotDirectoryException _ -> NO_FOLDER;
            case CharacterCodingException _ -> "not UTF-8 text";
            case FileSystemException e -> reason(e.getReason(), e);
            default -> reason(cause.getMessage(), cause);
        };
    }

    private static String reason(@org.jspecify.annotations.Nullable String text, IOException e) {
        return Optional.ofNullable(text)
                .map(t -> t.toLowerCase(Locale.ROOT))
                .orElseGet(() -> e.getClass().getSimpleName());
    }

    private static String fix(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return Files.isSymbolicLink(file)
                    ? "remove the link, or create the file"
                    : "check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "run as a user with access, or change the permissions";
        }
        return switch (what(file, cause)) {
            case "no space left on device" -> "free space on that disk";
            case "read-only file system" -> "mount the file system writable, or use another folder";
            case "device or resource busy" ->
                    "mount the folder of the file instead of the file: a mounted file cannot be replaced";
            case "operation not permitted" ->
                    "run as a user with access; lsattr shows whether the file is immutable";
            case "is a directory", "is a named pipe", "is a socket", "is a device" ->
                    "give the path of a file";
            case NO_FOLDER -> "give the path of a folder";
            case "not a directory" -> "check the path";
            case "file name too long" -> "give a shorter path";
            default -> "";
        };
    }
}
