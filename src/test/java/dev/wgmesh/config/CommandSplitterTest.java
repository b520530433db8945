package dev.wgmesh.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandSplitterTest {
    private static void splits(String text, String... words) {
        assertEquals(Optional.of(List.of(words)), CommandSplitter.split(text), text);
    }

    @Test
    void words_are_split_as_a_shell_splits_them() {
        splits("rndc reload example.com", "rndc", "reload", "example.com");
        splits("  a\t b\n", "a", "b");
        splits("a 'b c' \"d e\"", "a", "b c", "d e");
        splits("a b' 'c\" \"d", "a", "b c d");
        splits("a '' \"\"", "a", "", "");
        splits("a\\ b c\\\\d \\'", "a b", "c\\d", "'");
        splits("\"a\\\"b\\\\c\\d\" '\\'", "a\"b\\c\\d", "\\");
    }

    @Test
    void nothing_in_them_is_expanded_and_no_second_command_follows() {
        splits(
                "a $HOME *; b && c | d > e `f`",
                "a",
                "$HOME",
                "*;",
                "b",
                "&&",
                "c",
                "|",
                "d",
                ">",
                "e",
                "`f`");
    }

    @Test
    void what_is_not_a_command_is_none() {
        for (String text : List.of("", "  ", "''", "a 'b", "a \"b", "\"a\\\"")) {
            assertEquals(Optional.empty(), CommandSplitter.split(text), text);
        }
    }
}
