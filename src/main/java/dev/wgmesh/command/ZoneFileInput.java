package dev.wgmesh.command;

import dev.wgmesh.dns.ZoneFolder;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.validate.ValidationScope;
import dev.wgmesh.zone.ZoneContents;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;

/** Zone files and folders that {@code validate} checks; what cannot be read is a problem. */
final class ZoneFileInput {
    private final Path directory;
    private final Map<Name, ZoneContents> zones = new TreeMap<>();
    private final List<ValidationScope> scopes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    /** Makes an input without zones; relative paths begin at the directory. */
    ZoneFileInput(Path directory) {
        this.directory = directory;
    }

    /** Returns the zones read, by apex; the first file of a zone wins. */
    Map<Name, ZoneContents> zones() {
        return zones;
    }

    /** Returns the zones to check. */
    List<ValidationScope> scopes() {
        return scopes;
    }

    /** Returns what could not be read. */
    List<Problem> problems() {
        return problems;
    }

    /** Returns whether the word names a zone file. */
    static boolean isFile(String subject) {
        return subject.indexOf('/') >= 0 || subject.endsWith(ZoneText.ENDING);
    }

    /** Returns whether the word names a folder, and not a zone of that name. */
    boolean isFolder(String subject) {
        boolean isZone = subject.indexOf('/') < 0 && isDotted(subject);
        return !isZone && Files.isDirectory(directory.resolve(subject));
    }

    /** Returns whether a dot follows something other than dots. */
    private static boolean isDotted(String subject) {
        int first = 0;
        while (first < subject.length() && subject.charAt(first) == '.') {
            first++;
        }
        return subject.indexOf('.', first) >= 0;
    }

    /** Adds the zones of a folder. */
    void folder(String subject) {
        try {
            addAll(ZoneFolder.open(directory.resolve(subject)));
        } catch (Failure failure) {
            addUnreadable(failure);
        }
    }

    /** Adds the zones of a folder that was read. */
    void addAll(ZoneFolder folder) {
        for (ZoneContents zone : folder.snapshot().zones()) {
            add(zone);
        }
        if (folder.snapshot().zones().isEmpty()) {
            problems.add(
                    new Problem(
                            folder.description(),
                            "has no zone files (*.zone)",
                            "name the folder or the files: wg-mesh validate FOLDER"));
        }
    }

    private void add(ZoneContents zone) {
        scopes.add(new ValidationScope.ZoneScope(zone.apex()));
        Optional.ofNullable(zones.putIfAbsent(zone.apex(), zone))
                .filter(other -> !other.source().equals(zone.source()))
                .ifPresent(other -> problems.add(twice(zone, other)));
    }

    private void addUnreadable(Failure failure) {
        if (failure.kind() == Failure.Kind.INPUT) {
            throw failure;
        }
        problems.addAll(failure.problems());
    }

    /**
     * Adds the zone of a file.
     *
     * @param origin its name; empty: from the name of the file
     */
    void file(String subject, Optional<Name> origin) {
        try {
            add(LocalZoneFiles.text(directory.resolve(subject), origin).contents());
        } catch (Failure failure) {
            addUnreadable(failure);
        }
    }

    private static Problem twice(ZoneContents zone, ZoneContents other) {
        return new Problem(
                zone.source(),
                "holds " + zone.apex().toString(true) + ", as " + other.source() + " does",
                "check the two files one after the other");
    }
}
