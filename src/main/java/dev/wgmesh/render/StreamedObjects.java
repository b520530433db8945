package dev.wgmesh.render;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The objects of an array of a document, each read as soon as it is parsed, so that no tree of all
 * of them is made.
 */
final class StreamedObjects<T> implements Consumer<JsonNode> {
    private final String name;
    private final String file;
    private final Function<FieldReader, Optional<T>> read;
    private final List<T> values = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int count;

    /**
     * Creates an array without objects.
     *
     * @param name of the array in the document
     * @param file what messages call the document
     */
    StreamedObjects(String name, String file, Function<FieldReader, Optional<T>> read) {
        this.name = name;
        this.file = file;
        this.read = read;
    }

    /** Reads the next object. */
    @Override
    public void accept(JsonNode element) {
        FieldPath at = FieldPath.DOCUMENT.key(name).element(count);
        FieldReader.object(element, file, at, problems, read).ifPresent(values::add);
        count++;
    }

    /**
     * Returns what {@link FieldReader#objects} would return, and reports what it would report: the
     * array is in {@code document} where it was not streamed.
     */
    Optional<List<T>> in(FieldReader document) {
        if (count == 0) {
            return document.objects(name, read);
        }
        document.has(name);
        document.report(problems);
        return values.size() == count ? Optional.of(values) : Optional.empty();
    }
}
