package dev.wgmesh.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wgmesh.problem.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ZoneTextCacheTest {
    private static final String FILE = "z/example.com.zone";
    private static final String PART = "z/part.inc";

    private final Map<String, String> files = new HashMap<>();
    private final ZoneTextCache cache = new ZoneTextCache();
    private int parsed;

    private ZoneText read() {
        return cache.read(
                FILE,
                TextSource.of(
                        file -> {
                            parsed += file.equals(FILE) ? 1 : 0;
                            return text(file);
                        },
                        (file, text) -> text(file).equals(text)),
                Optional.empty());
    }

    private String text(String file) {
        return Optional.ofNullable(files.get(file))
                .orElseThrow(() -> Failure.unreadable(file, "does not exist", ""));
    }

    @Test
    void a_file_is_parsed_again_only_where_it_or_what_it_includes_has_changed() {
        files.put(FILE, "@ 60 SOA . . 1 2 3 4 5\n$INCLUDE part.inc\n");
        files.put(PART, "a 60 A 192.0.2.1\n");
        ZoneText first = read();
        assertSame(first, read());
        assertEquals(1, parsed);
        files.put(PART, "a 60 A 192.0.2.2\n");
        ZoneText second = read();
        assertNotSame(first, second);
        assertEquals("a 60 A 192.0.2.2\n", second.texts().get(PART));
        assertSame(second, read());
        assertEquals(2, parsed);
    }

    @Test
    void an_included_file_that_was_missing_is_read_once_it_exists() {
        files.put(FILE, "@ 60 SOA . . 1 2 3 4 5\n$INCLUDE part.inc\n");
        assertEquals(1, read().contents().syntaxErrors().size());
        files.put(PART, "a 60 A 192.0.2.1\n");
        assertEquals(2, read().contents().records().size());
    }
}
