package dev.wgmesh.testing.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A zone signed by BIND's tools with a key of its own.
 *
 * @param text of the signed zone file
 * @param ds its DS records, as its parent zone or a trust anchor has them
 */
public record SignedZone(String apex, String text, String ds) {
    /** Signs with ECDSA P-256 and NSEC, from an hour ago for a day. */
    public static SignedZone of(String apex, String text) {
        return of(apex, text, "ECDSAP256SHA256");
    }

    /**
     * Signs a zone.
     *
     * @param algorithm of its key, as {@code ED25519}
     * @param options of dnssec-signzone: {@code -3 -} for NSEC3, {@code -s} and {@code -e} for
     *     times
     */
    public static SignedZone of(String apex, String text, String algorithm, String... options) {
        try {
            Path folder = Files.createTempDirectory("wg-mesh-signed");
            try {
                Files.writeString(folder.resolve("zone"), text);
                run(folder, List.of("dnssec-keygen", "-q", "-a", algorithm, "-f", "KSK", apex));
                var command =
                        new ArrayList<>(
                                List.of("dnssec-signzone", "-q", "-z", "-S", "-P", "-o", apex));
                command.addAll(List.of(options));
                command.add("zone");
                run(folder, command);
                return new SignedZone(
                        apex,
                        Files.readString(folder.resolve("zone.signed")),
                        Files.readString(folder.resolve("dsset-" + apex + ".")));
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Signs with signatures that are valid for some days from a time, as {@code 20200101000000};
     * that of the keys does not expire before 2100.
     */
    public static SignedZone between(String apex, String text, String from, int days) {
        String end = "%s+%d".formatted(from, days * 86_400);
        return of(apex, text, "ECDSAP256SHA256", "-s", from, "-e", end, "-X", "20991231000000");
    }

    /**
     * Returns the zone without the DS records of a delegation, as somebody strips them from
     * answers: its NSEC record still says that there is one.
     */
    public SignedZone withoutDs(String delegation) {
        int begin = text.indexOf("\n" + delegation + ".\t") + 1;
        Matcher next = Pattern.compile("(?m)^\\S").matcher(text);
        int end = next.find(begin + 1) ? next.start() : text.length();
        String owner = text.substring(begin, end);
        String stripped =
                owner.replaceAll("\\n\\s+\\d+\\s+(RRSIG\\s+)?DS\\s[^()]*\\([^()]*\\)", "");
        assertNotEquals(owner, stripped, "no DS record");
        return withText(text.substring(0, begin) + stripped + text.substring(end));
    }

    /** Returns the same keys with another text, for records changed after signing. */
    public SignedZone withText(String changed) {
        return new SignedZone(apex, changed, ds);
    }

    private static void run(Path folder, List<String> command) {
        ExternalTool.Ended ended = ExternalTool.run(folder, "", command);
        assertEquals(0, ended.exit(), () -> String.join(" ", command) + "\n" + ended.output());
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
