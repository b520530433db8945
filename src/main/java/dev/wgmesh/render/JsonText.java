package dev.wgmesh.render;

import dev.wgmesh.json.JsonTree;
import dev.wgmesh.problem.Failure;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads JSON texts strictly: no key twice, nothing after the value. */
final class JsonText {
    private JsonText() {}

    /**
     * Returns the tree of a text.
     *
     * @param file what messages call the text
     * @param fix where to get a good one
     * @throws Failure INPUT if it is not JSON
     */
    static JsonNode tree(String text, String file, String fix) {
        return tree(file, fix, () -> JsonTree.readStrictly(text));
    }

    private static JsonNode tree(String file, String fix, Supplier<JsonNode> read) {
        try {
            return read.get();
        } catch (JacksonException e) {
            String reason = e.getOriginalMessage().replaceFirst(" \\(start marker.*", "");
            int line = e.getLocation().getLineNr();
            throw Failure.input(file, "is not JSON (line " + line + "): " + reason, fix);
        }
    }

    /**
     * Returns what {@code read} makes of a document {@code wg-mesh/KIND}, version 1.
     *
     * @param file what messages call the text
     * @param fix where to get a good one
     * @throws Failure INPUT with everything that is wrong with it
     */
    static <T> T read(
            String text,
            String file,
            String kind,
            String fix,
            Function<FieldReader, Optional<T>> read) {
        return read(text, file, kind, 1, fix, (document, _) -> read.apply(document));
    }

    /**
     * Returns what {@code read} makes of a document of one of several versions.
     *
     * @param newest the newest version that {@code read} knows; the oldest is 1
     * @param read gets the version of the document, too
     * @throws Failure INPUT with everything that is wrong with it
     */
    static <T> T read(
            String text,
            String file,
            String kind,
            int newest,
            String fix,
            BiFunction<FieldReader, Integer, Optional<T>> read) {
        return read(tree(text, file, fix), file, kind, newest, fix, read);
    }

    /**
     * Returns the same; reads the elements of some arrays while the text is parsed.
     *
     * @throws Failure as {@link #read(String, String, String, int, String, BiFunction)}
     */
    static <T> T read(
            String text,
            JsonTree.ArrayReaders arrays,
            String file,
            String kind,
            int newest,
            BiFunction<FieldReader, Integer, Optional<T>> read) {
        JsonNode root = tree(file, "", () -> JsonTree.readStrictly(text, arrays));
        return read(root, file, kind, newest, "", read);
    }

    private static <T> T read(
            JsonNode root,
            String file,
            String kind,
            int newest,
            String fix,
            BiFunction<FieldReader, Integer, Optional<T>> read) {
        String format = root.path("format").asString("");
        if (!format.equals("wg-mesh/" + kind)) {
            String what = format.isEmpty() ? "has no format" : "has the format " + format;
            throw Failure.input(file, what + ", expected wg-mesh/" + kind, fix);
        }
        return FieldReader.tree(
                root,
                file,
                document -> {
                    document.has("format");
                    int version = root.path("version").asInt(0);
                    boolean known = version >= 1 && version <= newest;
                    document.expect("version", known ? version : newest);
                    return read.apply(document, known ? version : newest);
                });
    }
}
