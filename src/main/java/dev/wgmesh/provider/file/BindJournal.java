package dev.wgmesh.provider.file;

import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Serial;
import dev.wgmesh.zone.ZoneLookup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.SOARecord;

/**
 * The journal that BIND keeps beside a zone file ({@code FILE.jnl}). BIND writes updates into the
 * file later, over what changed there meanwhile. Where BIND signs a copy of the zone ({@code
 * FILE.signed}, with {@code inline-signing}), the journal has what changed in the file.
 */
final class BindJournal {
    private static final String ENDING = ".jnl";
    private static final String SIGNED = ".signed";
    private static final String FORMAT = ";BIND LOG V9";

    /** Offset of the last serial: format (16 octets), then first serial and its offset. */
    private static final int LAST_SERIAL = 24;

    private BindJournal() {}

    /**
     * Throws where BIND keeps a journal: it may write the zone file itself.
     *
     * @param paths of the file, with and without symbolic links
     * @throws Failure REFUSED with the journal
     */
    static void requireNone(ZoneLookup zone, List<Path> paths) {
        for (Path file : paths) {
            if (exists(beside(file, ENDING))) {
                throw updated(beside(file, ENDING), zone);
            }
        }
    }

    /**
     * Throws where BIND may write a zone file itself. A journal of a zone that BIND signs is no
     * reason where the file has the journal's last serial or a later one, and a command loads the
     * file: it fails where BIND takes updates too.
     *
     * @param zone as the file has it
     * @param paths of the file, with and without symbolic links
     * @throws Failure REFUSED with the journal
     */
    static void requireNoUpdates(ZoneLookup zone, boolean isLoaded, List<Path> paths) {
        for (Path file : paths) {
            Path journal = beside(file, ENDING);
            if (!exists(journal)) {
                continue;
            }
            if (!exists(beside(file, SIGNED)) || !hasAllOf(journal, zone)) {
                throw updated(journal, zone);
            }
            if (!isLoaded) {
                throw Failure.refused(
                        journal.toString(),
                        "is the journal of a server that signs this zone, and no command loads the"
                                + " file",
                        "give the command: --reload 'rndc reload " + apex(zone) + "'");
            }
        }
    }

    private static Failure updated(Path journal, ZoneLookup zone) {
        return Failure.refused(
                journal.toString(),
                "is the journal of a server that updates this zone itself",
                "send the server updates: --server HOST; or run before: rndc freeze "
                        + apex(zone)
                        + " && rndc sync -clean "
                        + apex(zone)
                        + ", and after: rndc thaw "
                        + apex(zone));
    }

    private static String apex(ZoneLookup zone) {
        return zone.apex().toString(true);
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns whether the zone's serial is the journal's last one, or after it. */
    private static boolean hasAllOf(Path journal, ZoneLookup zone) {
        Optional<Long> serial = zone.soaRecord().map(SOARecord::getSerial);
        Optional<Long> last = lastSerial(journal);
        return serial.isPresent() && last.isPresent() && !Serial.isAfter(last.get(), serial.get());
    }

    /** Returns the serial after the last change in a journal; empty: it cannot be read. */
    private static Optional<Long> lastSerial(Path journal) {
        try (var in = Files.newInputStream(journal, LinkOption.NOFOLLOW_LINKS)) {
            byte[] header = in.readNBytes(LAST_SERIAL + Integer.BYTES);
            boolean known =
                    header.length == LAST_SERIAL + Integer.BYTES
                            && new String(header, StandardCharsets.ISO_8859_1).startsWith(FORMAT);
            return known
                    ? Optional.of(
                            Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(LAST_SERIAL)))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
