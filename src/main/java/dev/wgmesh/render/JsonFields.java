package dev.wgmesh.render;

import dev.wgmesh.plan.SettingReader;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.problem.SpellingSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The members of one JSON object, read strictly: what is missing, odd or unknown becomes a problem
 * that names its path, and reading goes on, so that all of them are told at once.
 */
final class JsonFields implements SettingReader {
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** A longer name is nobody's slip of the fingers. */
    private static final int LONGEST = 40;

    private final JsonNode node;
    private final String file;
    private final String path;
    private final List<Problem> problems;
    private final TreeSet<String> asked = new TreeSet<>();

    private JsonFields(JsonNode node, String file, String path, List<Problem> problems) {
        this.node = node;
        this.file = file;
        this.path = path;
        this.problems = problems;
    }

    /**
     * What {@code read} makes of a document {@code wg-mesh/KIND}, version 1.
     *
     * @param file what a person calls the text
     * @param fix where to get a good one
     * @throws Failure INPUT with everything that is wrong with it
     */
    static <T> T document(
            String text,
            String file,
            String kind,
            String fix,
            Function<JsonFields, Optional<T>> read) {
        JsonNode root;
        try {
            root = STRICT.readTree(text);
        } catch (JacksonException e) {
            throw Failure.input(file, "is no JSON: " + e.getOriginalMessage(), fix);
        }
        String format = root.path("format").asString("");
        if (!format.equals("wg-mesh/" + kind)) {
            String what = format.isEmpty() ? "says no format" : "is " + format;
            throw Failure.input(file, what + ", not wg-mesh/" + kind, fix);
        }
        var problems = new ArrayList<Problem>();
        var document = new JsonFields(root, file, "", problems);
        document.has("format");
        document.expect("version", 1);
        Optional<T> value = document.object(read);
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, problems);
        }
        return value.orElseThrow();
    }

    /** What {@code read} makes of this object; then tells the members that it did not ask for. */
    private <T> Optional<T> object(Function<JsonFields, Optional<T>> read) {
        if (!node.isObject()) {
            return bad(path, "is no object");
        }
        Optional<T> value = read.apply(this);
        for (String name : node.propertyNames()) {
            if (!asked.contains(name)) {
                problems.add(
                        new Problem(
                                where(below(name)),
                                "is not known",
                                Optional.of(name)
                                        .filter(word -> word.length() <= LONGEST)
                                        .flatMap(word -> SpellingSuggestion.of(word, asked))
                                        .map(near -> "is " + near + " meant?")
                                        .orElse("leave it out")));
            }
        }
        return value;
    }

    /** Whether the member is there; it is known then. */
    @Override
    public boolean has(String name) {
        asked.add(name);
        return node.has(name);
    }

    /** Expects exactly that text or number. */
    void expect(String name, Object value) {
        JsonNode there = member(name);
        if (!there.isMissingNode() && !there.asString("").equals(value.toString())) {
            bad(below(name), "is " + there + ", not " + value);
        }
    }

    @Override
    public Optional<String> text(String name) {
        JsonNode there = member(name);
        return there.isMissingNode() ? Optional.empty() : string(there, below(name));
    }

    Optional<Long> number(String name) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        return there.isIntegralNumber() && there.canConvertToLong()
                ? Optional.of(there.longValue())
                : bad(below(name), "is no whole number");
    }

    @Override
    public Optional<Boolean> yesNo(String name) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        return there.isBoolean()
                ? Optional.of(there.booleanValue())
                : bad(below(name), "is neither true nor false");
    }

    /**
     * What {@code parse} makes of a text; where it makes nothing, {@code what} is wrong with it.
     */
    @Override
    public <T> Optional<T> one(String name, Function<String, Optional<T>> parse, String what) {
        return text(name).flatMap(text -> parsed(text, below(name), parse, what));
    }

    /** The same of every text of an array; empty where one of them is wrong. */
    <T> Optional<List<T>> list(String name, Function<String, Optional<T>> parse, String what) {
        return elements(
                name,
                (element, at) ->
                        string(element, at).flatMap(text -> parsed(text, at, parse, what)));
    }

    /** What {@code read} makes of an object. */
    <T> Optional<T> object(String name, Function<JsonFields, Optional<T>> read) {
        JsonNode there = member(name);
        return there.isMissingNode()
                ? Optional.empty()
                : new JsonFields(there, file, below(name), problems).object(read);
    }

    /** The same of every object of an array; empty where one of them is wrong. */
    <T> Optional<List<T>> objects(String name, Function<JsonFields, Optional<T>> read) {
        return elements(
                name, (element, at) -> new JsonFields(element, file, at, problems).object(read));
    }

    /** Tells what is wrong with a member. */
    @Override
    public <T> Optional<T> wrong(String name, String what) {
        return bad(below(name), what);
    }

    private interface Element<T> {
        Optional<T> read(JsonNode element, String at);
    }

    private <T> Optional<List<T>> elements(String name, Element<T> read) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        if (!there.isArray()) {
            return bad(below(name), "is no array");
        }
        var values = new ArrayList<T>();
        for (int i = 0; i < there.size(); i++) {
            read.read(there.get(i), below(name) + "[" + i + "]").ifPresent(values::add);
        }
        return values.size() == there.size() ? Optional.of(values) : Optional.empty();
    }

    private Optional<String> string(JsonNode value, String at) {
        return value.isString() ? Optional.of(value.stringValue()) : bad(at, "is no text");
    }

    private <T> Optional<T> parsed(
            String text, String at, Function<String, Optional<T>> parse, String what) {
        Optional<T> value = parse.apply(text);
        return value.isPresent() ? value : bad(at, what + ": " + text);
    }

    private JsonNode member(String name) {
        asked.add(name);
        JsonNode there = node.path(name);
        if (there.isMissingNode()) {
            bad(below(name), "is missing");
        }
        return there;
    }

    private <T> Optional<T> bad(String at, String what) {
        problems.add(Problem.of(where(at), what));
        return Optional.empty();
    }

    private String where(String at) {
        return at.isEmpty() ? file : file + ": " + at;
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
