package dev.wgmesh.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.testing.Seeds;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    /** RFC 1123, section 2.1, in folded form. */
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "(?![0-9]+(\\.[0-9]+){3}$)"
                            + "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                ".a",
                "-a",
                "a-",
                "a.-b",
                "a-.b",
                "_a",
                "a_b",
                "a b",
                "1.2.3.4",
                "é.example.com",
                "a\n",
                "a/b"
            })
    void is_not_a_host_name(String text) {
        assertEquals(Optional.empty(), HostName.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.Example.COM.", "1.2.3", "1.2.3.4.5", "1.2.3.a", "a--b", "0"})
    void is_a_host_name(String text) {
        assertEquals(HostName.fold(text), HostName.parse(text).map(HostName::text).orElse("none"));
    }

    @Test
    void a_label_has_63_characters_at_the_most_and_a_name_253() {
        String label = "a".repeat(63);
        String name = (label + ".").repeat(3);
        assertEquals(Optional.empty(), HostName.parse(label + "a"));
        assertEquals(253, HostName.parse(name + "a".repeat(61)).orElseThrow().text().length());
        assertEquals(Optional.empty(), HostName.parse(name + "a".repeat(62)));
        assertThrows(IllegalArgumentException.class, () -> new HostName("A"));
    }

    @Test
    void the_grammar_decides() {
        Seeds.check(
                2000,
                random -> {
                    var text = new StringBuilder();
                    int length = random.nextInt(12);
                    for (int i = 0; i < length; i++) {
                        text.append("019az-._A".charAt(random.nextInt(9)));
                    }
                    String folded = HostName.fold(text.toString());
                    assertEquals(
                            GRAMMAR.matcher(folded).matches(),
                            HostName.parse(text.toString()).isPresent(),
                            text::toString);
                });
    }
}
