package dev.wgmesh.render;

import dev.wgmesh.plan.SettingReader;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.problem.SpellingSuggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A strict reader of one object of a JSON or TOML document. A key that is missing, wrong or unknown
 * becomes a problem that names its path, and reading goes on, so that all problems are reported at
 * once.
 */
public final class FieldReader implements SettingReader {
    /** The longest key that a similar key is suggested for. */
    private static final int LONGEST = 40;

    /** Keys that are looked for in a list. */
    private static final int FEW = 16;

    private final JsonNode node;
    private final String file;
    private final FieldPath path;
    private final List<Problem> problems;
    private final int problemsBefore;
    private final Collection<String> known;

    private FieldReader(JsonNode node, String file, FieldPath path, List<Problem> problems) {
        this.node = node;
        this.file = file;
        this.path = path;
        this.problems = problems;
        this.problemsBefore = problems.size();
        // of the few names of most objects a list is smaller, and as fast
        this.known = node.size() > FEW ? new HashSet<>() : new ArrayList<>();
    }

    /**
     * Returns what {@code read} makes of a tree.
     *
     * @param file what messages call the document
     * @throws Failure INPUT with everything that is wrong with it
     */
    public static <T> T tree(JsonNode root, String file, Function<FieldReader, Optional<T>> read) {
        var problems = new ArrayList<Problem>();
        Optional<T> value = new FieldReader(root, file, FieldPath.DOCUMENT, problems).object(read);
        Failure.throwIfAny(Failure.Kind.INPUT, problems);
        return value.orElseThrow();
    }

    /** Returns what {@code read} makes of an object at that place; adds to {@code problems}. */
    static <T> Optional<T> object(
            JsonNode object,
            String file,
            FieldPath at,
            List<Problem> problems,
            Function<FieldReader, Optional<T>> read) {
        return new FieldReader(object, file, at, problems).object(read);
    }

    /** Returns what {@code read} makes of this object; reports the keys that it did not ask for. */
    private <T> Optional<T> object(Function<FieldReader, Optional<T>> read) {
        if (!node.isObject()) {
            return bad(path, "expected an object");
        }
        Optional<T> value = read.apply(this);
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                problems.add(new Problem(where(below(name)), "unknown key", suggestion(name)));
            }
        }
        return value;
    }

    private String suggestion(String name) {
        return Optional.of(name)
                .filter(word -> word.length() <= LONGEST)
                .flatMap(word -> SpellingSuggestion.of(word, known))
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() ->
                        "remove the key; known keys: " + String.join(", ", new TreeSet<>(known)));
    }

    /** Returns the keys of this object. */
    public List<String> keys() {
        return List.copyOf(node.propertyNames());
    }

    /** Returns whether the key is present; the key is known from now on. */
    @Override
    public boolean has(String name) {
        known.add(name);
        return node.has(name);
    }

    /** Returns whether there is a list of that name; it counts as read only when it is read. */
    public boolean hasList(String name) {
        return node.path(name).isArray();
    }

    /** Returns whether an object is at the key. */
    public boolean hasObject(String name) {
        return node.path(name).isObject();
    }

    /** Returns whether nothing in this object was reported so far. */
    public boolean isGood() {
        return problems.size() == problemsBefore;
    }

    /**
     * Returns a value if nothing in this object was reported so far; reports what its constructor
     * rejects.
     */
    public <T> Optional<T> ifGood(Supplier<T> value) {
        if (!isGood()) {
            return Optional.empty();
        }
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException e) {
            return bad(path, String.valueOf(e.getMessage()));
        }
    }

    /** Expects exactly that text or number. */
    public void expect(String name, Object value) {
        JsonNode there = member(name);
        if (!there.isMissingNode() && !there.asString("").equals(value.toString())) {
            bad(below(name), "is " + there + ", expected " + value);
        }
    }

    @Override
    public Optional<String> text(String name) {
        JsonNode there = member(name);
        return there.isMissingNode() ? Optional.empty() : string(there, below(name));
    }

    /** Returns a whole number that must be present. */
    public Optional<Long> number(String name) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        return there.isIntegralNumber() && there.canConvertToLong()
                ? Optional.of(there.longValue())
                : bad(below(name), "expected a whole number");
    }

    @Override
    public Optional<Boolean> yesNo(String name) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        return there.isBoolean()
                ? Optional.of(there.booleanValue())
                : bad(below(name), "expected true or false");
    }

    @Override
    public <T> Optional<T> one(String name, Function<String, Optional<T>> parse, String expected) {
        return text(name).flatMap(text -> parsed(text, below(name), parse, expected));
    }

    /** Returns the same of every text of an array; empty where one of them is wrong. */
    public <T> Optional<List<T>> list(
            String name, Function<String, Optional<T>> parse, String expected) {
        return elements(
                name,
                (element, at) ->
                        string(element, at).flatMap(text -> parsed(text, at, parse, expected)));
    }

    /** Returns what {@code read} makes of an object. */
    public <T> Optional<T> object(String name, Function<FieldReader, Optional<T>> read) {
        JsonNode there = member(name);
        return there.isMissingNode()
                ? Optional.empty()
                : new FieldReader(there, file, below(name), problems).object(read);
    }

    /** Returns the same of every object of an array; empty where one of them is wrong. */
    public <T> Optional<List<T>> objects(String name, Function<FieldReader, Optional<T>> read) {
        return elements(
                name, (element, at) -> new FieldReader(element, file, at, problems).object(read));
    }

    /**
     * Returns what {@code read} makes of each object below the key, in order; none where the key is
     * absent.
     */
    public <T> List<T> each(String name, BiFunction<String, FieldReader, Optional<T>> read) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode there = node.path(name);
        if (!there.isObject()) {
            bad(below(name), "expected an object");
            return List.of();
        }
        var values = new ArrayList<T>();
        there.forEachEntry((key, value) -> {
            FieldPath at = below(name).key("\"" + key + "\"");
            new FieldReader(value, file, at, problems)
                    .object(fields -> read.apply(key, fields))
                    .ifPresent(values::add);
        });
        return values;
    }

    @Override
    public <T> Optional<T> wrong(String name, String what) {
        return bad(below(name), what);
    }

    /** Reports that a key is wrong, or this object where the key is empty. */
    public void report(String name, String what, String fix) {
        problems.add(new Problem(where(name.isEmpty() ? path : below(name)), what, fix));
    }

    /** Reports problems of this object that were found before. */
    void report(List<Problem> found) {
        problems.addAll(found);
    }

    private interface Element<T> {
        Optional<T> read(JsonNode element, FieldPath at);
    }

    private <T> Optional<List<T>> elements(String name, Element<T> read) {
        JsonNode there = member(name);
        if (there.isMissingNode()) {
            return Optional.empty();
        }
        if (!there.isArray()) {
            return bad(below(name), "expected an array");
        }
        FieldPath at = below(name);
        var values = new ArrayList<T>();
        for (int i = 0; i < there.size(); i++) {
            read.read(there.get(i), at.element(i)).ifPresent(values::add);
        }
        return values.size() == there.size() ? Optional.of(values) : Optional.empty();
    }

    private Optional<String> string(JsonNode value, FieldPath at) {
        return value.isString()
                ? Optional.of(value.stringValue())
                : bad(at, "expected a string in double quotes");
    }

    private <T> Optional<T> parsed(
            String text, FieldPath at, Function<String, Optional<T>> parse, String expected) {
        Optional<T> value = parse.apply(text);
        return value.isPresent() ? value : bad(at, expected + ", not '" + text + "'");
    }

    private JsonNode member(String name) {
        known.add(name);
        JsonNode there = node.path(name);
        if (there.isMissingNode()) {
            bad(below(name), "is missing");
        }
        return there;
    }

    private <T> Optional<T> bad(FieldPath at, String what) {
        problems.add(Problem.of(where(at), what));
        return Optional.empty();
    }

    private String where(FieldPath at) {
        String text = at.text();
        return text.isEmpty() ? file : file + ": " + text;
    }

    private FieldPath below(String name) {
        return path.key(name);
    }
}
