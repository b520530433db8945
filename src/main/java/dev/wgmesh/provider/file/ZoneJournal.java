package dev.wgmesh.provider.file;

import dev.wgmesh.files.AppendOnlyFile;
import dev.wgmesh.files.ConfinedFolder;
import dev.wgmesh.files.PrivateFile;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.ZoneRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Updates of a zone file that are not in the file yet: a hidden text file beside it. Each line ends
 * with a line feed and begins with its checksum, so that a line that a crash cut off is ignored.
 *
 * <table>
 * <caption>The lines, after the checksum</caption>
 * <tr><td>{@code file DIGEST}</td><td>a zone file of these octets has all updates above</td></tr>
 * <tr><td>{@code update SERIAL; OWNER TYPE TTL:RDATA TTL:RDATA; OWNER TYPE}</td>
 *     <td>the RRsets after an update, their data in hexadecimal digits; none: removed</td></tr>
 * </table>
 */
final class ZoneJournal {
    private static final String PREFIX = ".wg-mesh-journal-";
    private static final String FILE = "file ";
    private static final String UPDATE = "update ";
    private static final HexFormat HEX = HexFormat.of();
    private static final int CHECKSUM = 8;

    private final Path path;
    private final ConfinedFolder folder;

    private ZoneJournal(Path path, ConfinedFolder folder) {
        this.path = path;
        this.folder = folder;
    }

    /** Returns the journal of a zone file, whose path has no symbolic link. */
    static ZoneJournal beside(Path realFile) {
        Path path = realFile.resolveSibling(PREFIX + realFile.getFileName());
        return new ZoneJournal(path, ConfinedFolder.ofParent(realFile));
    }

    /**
     * What a file lacks of the updates of its journal.
     *
     * @param rrsets the records of each RRset after the updates; none: it is removed
     * @param serial of the zone after the last; empty: nothing is missing
     * @param isExpected whether the file is one that the journal was written for
     */
    record Missing(
            SortedMap<Question, List<Record>> rrsets, Optional<Long> serial, boolean isExpected) {}

    boolean exists() {
        return size() > 0;
    }

    /** Returns its octets; 0: there is no journal. */
    long size() {
        return AppendOnlyFile.size(path);
    }

    /**
     * Notes that a zone file with this digest has all updates so far. The first line of a journal.
     *
     * @throws Failure UNREADABLE where the journal cannot be written
     */
    void file(String digest) {
        append(FILE + digest);
    }

    /**
     * Adds an update, synced to the disk. After a failure the journal may end with a part of a
     * line, which is ignored when it is read; nothing may be added then.
     *
     * @throws Failure UNREADABLE where the journal cannot be written
     */
    void update(long serial, Collection<RRsetChange> changes) {
        var line = new StringBuilder(UPDATE).append(serial);
        for (RRsetChange change : changes) {
            line.append("; ").append(change.question().owner());
            line.append(' ').append(change.question().type());
            for (Record record : change.newRRset().map(RRset::dnsRecords).orElse(List.of())) {
                line.append(' ').append(record.getTTL()).append(':');
                HEX.formatHex(line, ZoneRecord.rdata(record));
            }
        }
        append(line.toString());
    }

    private void append(String text) {
        AppendOnlyFile.append(path, checksum(text) + ' ' + text + '\n');
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HEX.toHexDigits(crc.getValue(), CHECKSUM);
    }

    /**
     * Returns its text; empty: there is no journal.
     *
     * @throws Failure UNREADABLE where the journal cannot be read
     */
    Optional<String> text() {
        if (!exists()) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.read(path.toString()));
        } catch (Failure failure) {
            if (exists()) {
                throw failure;
            }
            return Optional.empty(); // A server has folded it meanwhile.
        }
    }

    /**
     * Returns what a file lacks. Where an editor changed the file, that is all that may be missing:
     * the updates since the last file before the last one.
     *
     * @param text of the journal
     * @throws Failure UNREADABLE where the text is damaged
     */
    Missing missing(String text, String digest) {
        List<String> lines = lines(text);
        var files = new ArrayList<Integer>();
        int from = -1;
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith(FILE)) {
                files.add(at);
                from = lines.get(at).equals(FILE + digest) ? at : from;
            }
        }
        int first = from >= 0 ? from : files.size() < 2 ? -1 : files.get(files.size() - 2);
        var rrsets = new TreeMap<Question, List<Record>>();
        Optional<Long> serial = Optional.empty();
        for (int at = first + 1; at < lines.size(); at++) {
            if (lines.get(at).startsWith(UPDATE)) {
                serial = Optional.of(read(lines.get(at), rrsets));
            }
        }
        return new Missing(rrsets, serial, from >= 0);
    }

    /** Returns the lines without checksum, without one that was cut off. */
    private List<String> lines(String text) {
        var lines = new ArrayList<String>();
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            String rest = line.substring(Math.min(line.length(), CHECKSUM + 1));
            if (!line.equals(checksum(rest) + ' ' + rest)) {
                throw damaged(lines.size() + 1);
            }
            lines.add(rest);
        }
        return lines;
    }

    private Failure damaged(int line) {
        return Failure.unreadable(
                path + ":" + line,
                "the journal of zone updates is damaged",
                "remove the file; the updates in it are then lost");
    }

    /** Reads an update and returns its serial. */
    private long read(String line, Map<Question, List<Record>> rrsets) {
        String[] parts = line.substring(UPDATE.length()).split("; ");
        try {
            for (int i = 1; i < parts.length; i++) {
                String[] words = parts[i].split(" ");
                Name owner = Name.fromString(words[0]);
                int type = Integer.parseInt(words[1]);
                var records = new ArrayList<Record>();
                for (int at = 2; at < words.length; at++) {
                    int colon = words[at].indexOf(':');
                    records.add(
                            Record.newRecord(
                                    owner,
                                    type,
                                    DClass.IN,
                                    Long.parseLong(words[at].substring(0, colon)),
                                    HEX.parseHex(words[at].substring(colon + 1))));
                }
                rrsets.put(new Question(owner, type), records);
            }
            return Long.parseLong(parts[0]);
        } catch (IOException | RuntimeException e) {
            throw Failure.unreadable(
                    path.toString(),
                    "cannot read the update '" + line + "': " + e.getMessage(),
                    "remove the file; the updates in it are then lost");
        }
    }

    /**
     * Removes the journal, which has nothing that the file lacks.
     *
     * @throws Failure UNREADABLE where it cannot be removed
     */
    void delete() {
        PrivateFile.delete(path);
    }
}
