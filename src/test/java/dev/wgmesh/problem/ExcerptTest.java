package dev.wgmesh.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String LONG = "x".repeat(300);
    private static final String SHORT = "x".repeat(59) + "…";

    @Test
    void quoted_text_has_at_most_60_characters() {
        assertEquals(
                "'" + SHORT + "' is no address", Excerpt.message("'" + LONG + "' is no address"));
        assertEquals("got \"" + SHORT + "\"", Excerpt.message("got \"" + LONG + "\""));
        assertEquals("(='" + SHORT + "')", Excerpt.message("(='" + LONG + "')"));
        String exact = "'" + "y".repeat(60) + "' and more text behind it, which is kept";
        assertEquals(exact, Excerpt.message(exact));
    }

    @Test
    void an_apostrophe_is_not_a_quote() {
        String text =
                "another member's endpoint is node-a's mesh address, so that member's packets are lost";
        assertEquals(text, Excerpt.message(text));
        String name = "a".repeat(60) + "." + "b".repeat(60) + ".example.com is not a member";
        assertEquals(name, Excerpt.message(name));
    }

    @Test
    void a_word_without_quotes_and_a_message_are_bounded_too() {
        assertEquals("unknown type " + SHORT, Excerpt.message("unknown type " + LONG));
        assertEquals(2000, Excerpt.message("words and ".repeat(10_000)).length());
        assertEquals(2000, Excerpt.message("' ".repeat(1_000_000)).length());
    }

    @Test
    void a_character_outside_the_basic_plane_is_not_split() {
        assertEquals("x".repeat(58) + "…", Excerpt.of("x".repeat(58) + "\ud83d\ude00".repeat(9)));
    }
}
