package dev.wgmesh.files;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What the operating system said about a file, as a person is told it. */
final class IoErrorText {
    private IoErrorText() {}

    /** The failure of reading, writing or locking {@code file}. */
    static Failure failure(Path file, IOException cause) {
        return Failure.unreadable(file.toString(), what(cause), fix(cause));
    }

    private static String what(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "is not there";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "is there already";
            case FileSystemLoopException _ -> "is a symbolic link to itself";
            case FileSystemException e -> reason(e.getReason(), e);
            default -> reason(cause.getMessage(), cause);
        };
    }

    private static String reason(@org.jspecify.annotations.Nullable String text, IOException e) {
        return Optional.ofNullable(text)
                .map(t -> t.toLowerCase(Locale.ROOT))
                .orElseGet(() -> e.getClass().getSimpleName());
    }

    private static String fix(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "check the path";
        }
        if (cause instanceof AccessDeniedException) {
            return "run as a user who may use it, or change its mode";
        }
        return switch (what(cause)) {
            case "no space left on device" -> "free space on that disk";
            case "is a directory" -> "name a file";
            default -> "";
        };
    }
}
