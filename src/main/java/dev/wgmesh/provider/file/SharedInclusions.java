package dev.wgmesh.provider.file;

import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.TextSource;
import dev.wgmesh.zone.ZoneEdit;
import dev.wgmesh.zone.ZoneText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Refuses to change records in a file that several zones include: the records of the other zones
 * would change too, and their serials would not.
 */
record SharedInclusions(Path zoneFile, ConfinedFolder folder) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]*");

    /**
     * Throws where an included file whose records change is included by another zone file of the
     * folder too. A file whose only change is the serial may be: a common SOA.
     *
     * @throws Failure REFUSED with both files
     */
    void requireNone(ZoneText before, ZoneEdit edit) {
        var changed = new LinkedHashMap<Path, String>();
        edit.texts()
                .forEach((name, text) -> {
                    String old = Optional.ofNullable(before.texts().get(name)).orElseThrow();
                    boolean isSerial =
                            name.equals(edit.texts().lastEntry().getKey()) && isNumber(old, text);
                    if (!name.equals(before.file()) && !isSerial) {
                        changed.put(folder.realPath(Path.of(name)), name);
                    }
                });
        if (changed.isEmpty()) {
            return;
        }
        Path own = folder.realPath(zoneFile);
        for (Path other : folder.list(ZoneText.ENDING)) {
            if (!folder.realPath(other).equals(own)) {
                requireNone(changed, other);
            }
        }
    }

    private void requireNone(Map<Path, String> changed, Path other) {
        for (String name : included(other)) {
            Optional<String> shared =
                    Optional.ofNullable(changed.get(folder.realPath(Path.of(name))));
            if (shared.isPresent()) {
                throw Failure.refused(
                        shared.get(),
                        "is included by " + other + " too, and would have to change",
                        "move the records of the mesh into "
                                + zoneFile
                                + ", or edit both zones"
                                + " by hand");
            }
        }
    }

    /** Returns the files that a zone file includes; none where it cannot be read. */
    private Collection<String> included(Path other) {
        try {
            String text = folder.read(other.toString());
            if (!text.toLowerCase(Locale.ROOT).contains("$include")) {
                return List.of();
            }
            return ZoneText.read(
                            other.toString(),
                            TextSource.of(folder::read, folder::holds),
                            Optional.empty())
                    .texts()
                    .sequencedKeySet();
        } catch (Failure _) {
            return List.of();
        }
    }

    /** Returns whether no more than digits in one place differ. */
    private static boolean isNumber(String old, String text) {
        int start = 0;
        int most = Math.min(old.length(), text.length());
        while (start < most && old.charAt(start) == text.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < most - start
                && old.charAt(old.length() - 1 - end) == text.charAt(text.length() - 1 - end)) {
            end++;
        }
        return DIGITS.matcher(old).region(start, old.length() - end).matches()
                && DIGITS.matcher(text).region(start, text.length() - end).matches();
    }
}
