package dev.wgmesh.command;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.testing.CommandFixture;
import dev.wgmesh.testing.CommandFixture.CommandOutput;
import dev.wgmesh.testing.Seeds;
import dev.wgmesh.testing.TextMutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No mutation of a zone file makes a command fail with an internal error, hang, or print more than
 * a bounded amount. The originals are the corpus and the golden zone files.
 */
class ZoneMutationExhaustive {
    /** Of one command, which takes milliseconds, on a busy machine. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int MUTATIONS = 10_000;

    /** Of each this many also run a command that edits the file. */
    private static final int JOIN_EVERY = 10;

    private static final int MOST_OUTPUT = 1 << 18;
    private static final int INTERNAL_ERROR = 70;
    private static final TextMutation MUTATION =
            new TextMutation(
                    "()\"\\;$@ \t\r\n\0ÿ0129.-_*aINTX",
                    List.of(
                            "$GENERATE 1-100000 h$ A 10.0.0.$\n",
                            "$GENERATE 1-3 h${0,500,d} TXT $\n",
                            "$TTL ",
                            "$ORIGIN ..\n",
                            "$INCLUDE example.com.zone\n",
                            " CH ",
                            " ANY ",
                            " TYPE65535 \\# 3 0000",
                            " \\# 65536 ",
                            " RRSIG A 13 3 300 ",
                            " 4294967296 ",
                            " LOC 90 N ",
                            " SVCB 0 . ",
                            " CNAME @\n",
                            "\\999",
                            "\u00e9"));

    @TempDir Path folder;
    private List<byte[]> originals = List.of();

    @BeforeEach
    void readOriginals() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/resources"))) {
            originals =
                    all.filter(p -> p.toString().endsWith(".zone"))
                            .sorted()
                            .map(this::bytes)
                            .toList();
        }
    }

    private byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_mutation_ends_as_documented() {
        var commands = new CommandFixture(folder);
        Path file = folder.resolve("example.com.zone");
        int[] count = {0};
        Seeds.check(
                MUTATIONS,
                random -> {
                    write(file, mutated(random));
                    check(commands, "validate", file.toString());
                    if (count[0]++ % JOIN_EVERY == 0) {
                        check(
                                commands,
                                "join",
                                "new.example.com",
                                "--zones",
                                folder.toString(),
                                "--public-key",
                                "A8i7MNBmD6fgTjc60rInN5aMBgFjskSQ/L4tJbrtp1I=",
                                "--dry-run");
                    }
                });
    }

    private static void check(CommandFixture commands, String... words) {
        CommandOutput output = assertTimeoutPreemptively(LONGEST, () -> commands.run(words));
        assertTrue(output.exit() < INTERNAL_ERROR, output::toString);
        assertTrue(output.out().length() + output.err().length() < MOST_OUTPUT, output::toString);
    }

    private static void write(Path file, byte[] octets) {
        try {
            Files.write(file, octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] mutated(RandomGenerator random) {
        // One octet a character, so that nothing is lost.
        byte[] original = originals.get(random.nextInt(originals.size()));
        String text = new String(original, StandardCharsets.ISO_8859_1);
        return MUTATION.of(text, random).getBytes(StandardCharsets.ISO_8859_1);
    }
}
