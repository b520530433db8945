package dev.wgmesh.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpellingSuggestionTest {
    private static final List<String> KNOWN = List.of("apply", "list", "join", "init", "show");

    @Test
    void a_letter_more_less_other_or_swapped_is_near() {
        for (String word : List.of("applyy", "appl", "apqly", "aplpy")) {
            assertEquals(Optional.of("apply"), SpellingSuggestion.of(word, KNOWN), word);
        }
    }

    @Test
    void what_shares_little_is_not_near() {
        assertEquals(Optional.empty(), SpellingSuggestion.of("validate", KNOWN));
        assertEquals(Optional.empty(), SpellingSuggestion.of("x", List.of("a")));
        assertEquals(Optional.empty(), SpellingSuggestion.of("", KNOWN));
    }

    @Test
    void of_two_as_near_the_first_in_the_alphabet_is_suggested() {
        assertEquals(Optional.of("bat"), SpellingSuggestion.of("rat", List.of("cat", "bat")));
    }

    @Test
    void a_domain_in_common_makes_no_host_near() {
        List<String> hosts = List.of("node-a.example.com", "node-b.example.com");
        assertEquals(Optional.empty(), SpellingSuggestion.of("other.example.com", hosts));
        assertEquals(
                Optional.of("node-b.example.com"),
                SpellingSuggestion.of("node-bb.example.com", hosts));
        assertEquals(
                Optional.of("node-a.example.com"),
                SpellingSuggestion.of("node-a.exmaple.com", hosts));
    }
}
