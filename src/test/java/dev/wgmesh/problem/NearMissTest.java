package dev.wgmesh.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearMissTest {
    private static final List<String> KNOWN = List.of("apply", "list", "join", "init", "show");

    @Test
    void a_letter_more_less_other_or_swapped_is_near() {
        for (String word : List.of("applyy", "appl", "apqly", "aplpy")) {
            assertEquals(Optional.of("apply"), NearMiss.of(word, KNOWN), word);
        }
    }

    @Test
    void what_shares_little_is_not_near() {
        assertEquals(Optional.empty(), NearMiss.of("validate", KNOWN));
        assertEquals(Optional.empty(), NearMiss.of("x", List.of("a")));
        assertEquals(Optional.empty(), NearMiss.of("", KNOWN));
    }

    @Test
    void of_two_as_near_the_first_in_the_alphabet_is_meant() {
        assertEquals(Optional.of("bat"), NearMiss.of("rat", List.of("cat", "bat")));
    }
}
