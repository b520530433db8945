package dev.wgmesh.config;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * The wg-mesh.toml that counts: the first found of the working directory, the user's and the
 * machine's; never two.
 */
final class SettingsFile {
    private static final String NAME = "wg-mesh.toml";

    private SettingsFile() {}

    /**
     * The settings; {@link Settings#NONE} where there is no file.
     *
     * @throws Failure INPUT where the file is wrong, UNREADABLE where it cannot be read, REFUSED
     *     where it lies in the working directory and somebody else may have written it
     */
    static Settings find(Surroundings here) {
        Path own = here.directory().resolve(NAME);
        if (here.trustsDirectory() && Files.exists(own)) {
            guard(own);
            return read(own, false);
        }
        Path users =
                here.variable("XDG_CONFIG_HOME")
                        .filter(text -> text.startsWith("/"))
                        .or(() -> here.variable("HOME").map(home -> home + "/.config"))
                        .map(Path::of)
                        .orElse(here.machine())
                        .resolve("wg-mesh")
                        .resolve(NAME);
        Path machines = here.machine().resolve("wg-mesh").resolve(NAME);
        for (Path file : List.of(users, machines)) {
            if (Files.exists(file)) {
                return read(file, file.equals(machines));
            }
        }
        return Settings.NONE;
    }

    private static Settings read(Path file, boolean mayRun) {
        try {
            return SettingsText.read(file, Files.readString(file), mayRun);
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(),
                    "cannot be read: " + e.getMessage(),
                    "it is UTF-8 text that you may read, or it is not there");
        }
    }

    /** Whoever writes to the folder where somebody works must not choose where records go. */
    private static void guard(Path file) {
        try {
            var attributes = Files.readAttributes(file, PosixFileAttributes.class);
            boolean writable =
                    attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                            || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
            if (!attributes.owner().equals(Files.getOwner(Path.of("/proc/self"))) || writable) {
                throw Failure.refused(
                        file.toString(),
                        writable ? "may be written by others" : "belongs to somebody else",
                        writable ? "chmod go-w " + file : "look into it, then make it your own");
            }
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(), "cannot be judged: " + e.getMessage(), "check its owner");
        }
    }
}
