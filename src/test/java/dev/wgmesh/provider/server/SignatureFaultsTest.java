package dev.wgmesh.provider.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wgmesh.testing.dns.TestKey;
import dev.wgmesh.tsig.TsigKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIGRecord;

/** TSIG errors that the servers of the integration tests do not return. */
class SignatureFaultsTest {
    private static final TsigKey KEY = TestKey.KNOWN.key();

    private static String told(int error, byte... other) {
        var record =
                new TSIGRecord(
                        KEY.name(),
                        DClass.ANY,
                        0,
                        KEY.algorithm().algorithm(),
                        Instant.parse("2026-03-04T05:00:00Z"),
                        Duration.ofSeconds(300),
                        new byte[0],
                        1,
                        error,
                        other);
        DnsServerFault fault = new SignatureFaults(KEY, FakeServerZone.CLOCK).rejected(record);
        return fault.what() + "; " + fault.fix();
    }

    @Test
    void a_signature_that_is_too_short_for_the_server() {
        assertEquals(
                "requires longer signatures with the key wg-mesh (hmac-sha256) (NOTAUTH, BADTRUNC);"
                        + " remove the minimum signature length from the key on the server",
                told(Rcode.BADTRUNC));
    }

    @Test
    void an_error_without_a_text_of_its_own() {
        assertEquals(
                "rejects the signature with the key wg-mesh (hmac-sha256) (NOTAUTH, BADALG); see"
                        + " the server's log",
                told(Rcode.BADALG));
    }

    @Test
    void a_clock_error_is_measured_by_the_time_sent_along_and_else_by_that_of_the_signature() {
        String told =
                "has a clock that is SECONDS there, 2026-03-04T05:06:07Z here (NOTAUTH, BADTIME);"
                        + " set both clocks (NTP); signatures allow 300 s of difference";
        assertEquals(
                told.replace("SECONDS", "367 s behind: 2026-03-04T05:00:00Z"), told(Rcode.BADTIME));
        assertEquals(
                told.replace("SECONDS", "1 s ahead: 2026-03-04T05:06:08Z"),
                told(Rcode.BADTIME, seconds(Instant.parse("2026-03-04T05:06:08Z"))));
    }

    private static byte[] seconds(Instant time) {
        byte[] octets = new byte[6];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) (time.getEpochSecond() >> 8 * (octets.length - 1 - i));
        }
        return octets;
    }
}
