package dev.wgmesh.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlFactory;
import tools.jackson.dataformat.toml.TomlMapper;

class JsonTreeTest {
    private static final String EVERY_KIND =
            """
            {"text": "a\\"\\u00e9\\n", "empty": "", "yes": true, "no": false, "nothing": null,
             "int": -7, "long": 4294967296, "large": 18446744073709551616, "fraction": 2.50,
             "array": [1, [], {}, ["x"]], "object": {"inner": {"deep": [null]}}}
            """;

    @Test
    void a_tree_is_that_of_a_mapper() {
        JsonNode expected = JsonMapper.shared().readTree(EVERY_KIND);

        assertEquals(expected, JsonTree.read(EVERY_KIND));
        assertEquals(expected, JsonTree.readStrictly(EVERY_KIND));
        assertEquals(expected.toString(), written(JsonTree.read(EVERY_KIND)));
    }

    @Test
    void the_elements_of_an_array_can_be_read_one_by_one() {
        var seen = new ArrayList<String>();
        JsonNode rest =
                JsonTree.readStrictly(
                        "{\"a\": 1, \"list\": [2, {\"list\": [3]}], \"other\": [4]}",
                        (name, document) -> {
                            seen.add(name + " after " + document);
                            return name.equals("list")
                                    ? Optional.of(element -> seen.add(element.toString()))
                                    : Optional.empty();
                        });

        assertEquals(
                List.of(
                        "list after {\"a\":1}",
                        "2",
                        "{\"list\":[3]}",
                        "other after {\"a\":1,\"list\":[]}"),
                seen);
        assertEquals("{\"a\":1,\"list\":[],\"other\":[4]}", rest.toString());
    }

    @Test
    void a_tree_of_toml_is_that_of_a_mapper() {
        String text =
                "mesh = 'a'\nn = 3\nf = 2.5\nday = 2026-01-02\n[zone.\"b.c\"]\nx = [1, true]\n";

        assertEquals(
                new TomlMapper().readTree(text).toString(),
                JsonTree.readStrictly(new TomlFactory(), text).toString());
    }

    @Test
    void no_text_has_no_value() {
        assertTrue(JsonTree.read(" ").isMissingNode());
        assertTrue(JsonTree.readStrictly("").isMissingNode());
    }

    @Test
    void only_a_strict_reading_refuses_what_comes_twice_or_after_the_value() {
        assertEquals("{\"a\":2}", written(JsonTree.read("{\"a\": 1, \"a\": 2}")));
        assertFalse(JsonTree.read("[] x").isMissingNode());
        for (String text : List.of("{\"b\": {\"a\": 1, \"a\": 2}}", "[] []", "[] x")) {
            assertThrows(JacksonException.class, () -> JsonTree.readStrictly(text), text);
        }
    }

    @Test
    void what_is_no_json_is_refused() {
        String deep = "[".repeat(100_000);
        for (String text : List.of("{", "[1", "{\"a\"", "{\"a\":", "]", "[1,]", "word", deep)) {
            assertThrows(JacksonException.class, () -> JsonTree.read(text));
            assertThrows(JacksonException.class, () -> JsonTree.readStrictly(text));
        }
    }

    private static String written(JsonNode value) {
        var text = new StringWriter();
        try (JsonGenerator generator =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            JsonTree.write(generator, value);
        }
        return text.toString();
    }
}
