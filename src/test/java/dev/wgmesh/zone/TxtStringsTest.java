package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.TXTRecord;

class TxtStringsTest {
    /** RFC 1035, section 3.3.14: at least one string. */
    @Test
    void a_text_is_at_least_one_string_and_each_has_at_most_255_octets() {
        assertEquals(List.of(0), lengths(""));
        assertEquals(List.of(255), lengths("x".repeat(255)));
        assertEquals(List.of(255, 1), lengths("x".repeat(256)));
    }

    @Test
    void the_strings_of_a_record_are_one_text() {
        String text = "\u00e9\u0000\"".repeat(200);
        assertEquals(text, TxtStrings.of(record(text)));
        assertEquals("", TxtStrings.of(record("")));
    }

    private static List<Integer> lengths(String text) {
        return record(text).getStringsAsByteArrays().stream().map(it -> it.length).toList();
    }

    private static TXTRecord record(String text) {
        return (TXTRecord) TxtStrings.record(Name.root, 300, text);
    }
}
