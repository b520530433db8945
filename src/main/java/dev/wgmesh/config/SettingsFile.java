package dev.wgmesh.config;

import dev.wgmesh.files.FileOwner;
import dev.wgmesh.files.IoErrorText;
import dev.wgmesh.files.RegularFile;
import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The wg-mesh.toml in use: the first of the working directory, the user's and the machine's; never
 * two.
 */
final class SettingsFile {
    private static final String NAME = "wg-mesh.toml";

    private SettingsFile() {}

    /**
     * Returns the settings; {@link Settings#NONE} where there is no file.
     *
     * @throws Failure INPUT where the file is wrong, UNREADABLE where it cannot be read, REFUSED
     *     where the file is in the working directory and another user may have written it
     */
    static Settings find(ConfigContext here) {
        for (Path file : candidates(here)) {
            boolean own = file.equals(workingDirectoryFile(here));
            if (Files.exists(file) && (!own || here.trustsDirectory())) {
                if (own) {
                    requireOwn(file);
                }
                return read(file, file.equals(systemFile(here)));
            }
        }
        return Settings.NONE;
    }

    /** Returns where the file is looked for, in order, whether a file exists or not. */
    static List<Path> candidates(ConfigContext here) {
        Path users =
                here.variable("XDG_CONFIG_HOME")
                        .filter(text -> text.startsWith("/"))
                        .or(() -> here.variable("HOME").map(home -> home + "/.config"))
                        .map(Path::of)
                        .orElse(here.systemFolder())
                        .resolve("wg-mesh")
                        .resolve(NAME);
        Path own = workingDirectoryFile(here);
        List<Path> others = Stream.of(users, systemFile(here)).distinct().toList();
        // In the folder of one of those it is that one, and counts as what it is.
        boolean another = others.stream().anyMatch(file -> isSame(own, file));
        return Stream.concat(another ? Stream.empty() : Stream.of(own), others.stream()).toList();
    }

    /** Returns whether both paths lead to one file, which exists. */
    static boolean isSame(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    /** Returns how the file of each path is used. */
    static List<EffectiveConfig.FileLookup> lookups(ConfigContext here, boolean flagsSpeak) {
        var looked = new ArrayList<EffectiveConfig.FileLookup>();
        boolean found = false;
        for (Path file : candidates(here)) {
            EffectiveConfig.State state;
            if (!Files.exists(file)) {
                state = EffectiveConfig.State.ABSENT;
            } else if (file.equals(workingDirectoryFile(here)) && !here.trustsDirectory()) {
                state = EffectiveConfig.State.UNTRUSTED;
            } else if (found) {
                state = EffectiveConfig.State.SHADOWED;
            } else {
                state = flagsSpeak ? EffectiveConfig.State.MESH_ONLY : EffectiveConfig.State.ACTIVE;
                found = true;
            }
            looked.add(new EffectiveConfig.FileLookup(file, state));
        }
        return looked;
    }

    private static Path workingDirectoryFile(ConfigContext here) {
        return here.directory().resolve(NAME);
    }

    private static Path systemFile(ConfigContext here) {
        return here.systemFolder().resolve("wg-mesh").resolve(NAME);
    }

    private static Settings read(Path file, boolean mayRun) {
        try {
            return SettingsParser.parse(
                    file, RegularFile.text(file, StandardCharsets.UTF_8), mayRun);
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(),
                    "cannot be read: " + IoErrorText.what(e),
                    "make the file readable UTF-8 text, or remove the file");
        }
    }

    /** Refuses a file of another user, who would choose where records are written. */
    private static void requireOwn(Path file) {
        try {
            var attributes = Files.readAttributes(file, PosixFileAttributes.class);
            boolean writable =
                    attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                            || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
            if (!FileOwner.isCaller(file) || writable) {
                throw Failure.refused(
                        file.toString(),
                        writable ? "is writable by other users" : "belongs to another user",
                        writable
                                ? "chmod go-w " + file
                                : "check the file, then run: chown $(id -u) " + file);
            }
        } catch (IOException e) {
            throw Failure.unreadable(
                    file.toString(),
                    "the owner cannot be checked: " + IoErrorText.what(e),
                    "check the permissions of the folder");
        }
    }
}
