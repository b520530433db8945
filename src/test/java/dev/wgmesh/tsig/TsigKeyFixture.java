package dev.wgmesh.tsig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.TSIGRecord;

/** Writes key files for tests. */
final class TsigKeyFixture {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-03-04T05:06:07Z"));

    private TsigKeyFixture() {}

    static Path write(Path file, String text) {
        try {
            Files.writeString(file, text);
            return Files.setPosixFilePermissions(
                    file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether both make the same signature, which is all that a key is for. */
    static void assertSame(TsigKey expected, TsigKey actual) {
        assertEquals(expected.toString(), actual.toString());
        assertEquals(signature(expected), signature(actual));
    }

    private static String signature(TsigKey key) {
        var message = new Message(7);
        byte[] octets = message.toWire();
        TSIGRecord signed = key.signer(CLOCK).generate(message, octets, 0, null);
        return signed.rdataToString();
    }

    /** What is said against the file; a secret is never part of it. */
    static String fault(Path file, boolean allowWeak, String secret) {
        var failure = assertThrows(Failure.class, () -> TsigKeyFile.read(file, allowWeak));
        assertEquals(Failure.Kind.INPUT, failure.kind());
        String told = String.valueOf(failure.getMessage());
        assertFalse(told.contains(secret), told);
        return told.replace(file.getParent() + "/", "");
    }
}
