package dev.wgmesh.config;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.NearMiss;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** The text of a wg-mesh.toml, strictly read: every problem of it is told at once. */
final class SettingsText {
    private static final List<String> KEYS = List.of("mesh", "zone");
    private static final List<String> ZONE_KEYS =
            List.of("zones", "server", "tsig-key-file", "route53", "reload");

    private final Path file;
    private final boolean mayRun;
    private final List<Problem> problems = new ArrayList<>();

    private SettingsText(Path file, boolean mayRun) {
        this.file = file;
        this.mayRun = mayRun;
    }

    /**
     * The settings in the text.
     *
     * @param file where it stands; paths in it are relative to its folder
     * @param mayRun whether it may name commands to run
     * @throws Failure INPUT with every problem
     */
    static Settings read(Path file, String text, boolean mayRun) {
        return new SettingsText(file, mayRun).settings(text);
    }

    private Settings settings(String text) {
        JsonNode root = parse(text);
        unknownKeys("", root, KEYS);
        Optional<MeshName> mesh = text("", root, "mesh").flatMap(this::mesh);
        var zones = new TreeMap<Name, ZoneSetting>();
        JsonNode table = root.path("zone");
        if (!table.isMissingNode() && !table.isObject()) {
            problem("zone", "is no table", "write [zone.\"example.com\"]");
        }
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            zone(entry.getKey(), entry.getValue(), zones);
        }
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, problems);
        }
        return new Settings(Optional.of(file), mesh, zones);
    }

    private JsonNode parse(String text) {
        try {
            return new TomlMapper().readTree(text);
        } catch (JacksonException e) {
            throw Failure.input(
                    file + ":" + e.getLocation().getLineNr(),
                    "is no TOML: " + e.getOriginalMessage(),
                    "examples/wg-mesh.toml shows how");
        }
    }

    private void zone(String name, JsonNode table, Map<Name, ZoneSetting> zones) {
        String where = "zone.\"" + name + "\"";
        if (!table.isObject()) {
            problem(where, "is no table", "write [" + where + "]");
            return;
        }
        if (table.properties().stream().anyMatch(entry -> entry.getValue().isObject())) {
            String inner = table.propertyNames().iterator().next();
            problem(where, "has a table in it", quoteIt(name, inner));
            return;
        }
        unknownKeys(where + ".", table, ZONE_KEYS);
        var setting =
                new ZoneSetting(
                        text(where + ".", table, "zones").map(this::path),
                        text(where + ".", table, "server"),
                        text(where + ".", table, "tsig-key-file").map(this::path),
                        flag(where + ".", table, "route53"),
                        text(where + ".", table, "reload"));
        onePlace(where, setting);
        try {
            if (zones.put(Question.name(name), setting) != null) {
                problem(where, "is there twice", "names differ by more than case");
            }
        } catch (IllegalArgumentException _) {
            problem(where, "is no domain name", "name a zone, such as example.com");
        }
    }

    private static String quoteIt(String name, String inner) {
        return "a name with dots is quoted: [zone.\"" + name + "." + inner + "\"]";
    }

    private void onePlace(String where, ZoneSetting setting) {
        long places =
                setting.zones().stream().count()
                        + setting.server().stream().count()
                        + (setting.route53() ? 1 : 0);
        if (places != 1) {
            problem(
                    where,
                    places == 0 ? "has no place" : "has " + places + " places",
                    "give one of zones, server, route53");
        }
        if (setting.tsigKeyFile().isPresent() && setting.server().isEmpty()) {
            problem(where + ".tsig-key-file", "has no server to sign for", "give server too");
        }
        if (setting.reload().isPresent() && !mayRun) {
            problem(
                    where + ".reload",
                    "is a command to run, which only /etc/wg-mesh/wg-mesh.toml may name",
                    "move it there");
        }
    }

    private void unknownKeys(String prefix, JsonNode table, List<String> known) {
        for (String key : table.propertyNames()) {
            if (!known.contains(key)) {
                problem(
                        prefix + key,
                        "is no setting",
                        NearMiss.of(key, known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("there are " + String.join(", ", known)));
            }
        }
    }

    private Optional<String> text(String prefix, JsonNode table, String key) {
        JsonNode node = table.path(key);
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        if (!node.isString() || node.asString().isEmpty()) {
            problem(prefix + key, "is no text", "write " + key + " = \"…\"");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    private boolean flag(String prefix, JsonNode table, String key) {
        JsonNode node = table.path(key);
        if (!node.isMissingNode() && !node.isBoolean()) {
            problem(prefix + key, "is neither true nor false", "write " + key + " = true");
        }
        return node.isBoolean() && node.asBoolean();
    }

    private Optional<MeshName> mesh(String text) {
        Optional<MeshName> mesh = MeshName.parse(text);
        if (mesh.isEmpty()) {
            problem("mesh", "is no mesh name", "write it as mesh = \"_p2p.example.com\"");
        }
        return mesh;
    }

    private Path path(String text) {
        return file.resolveSibling(text).normalize();
    }

    private void problem(String where, String what, String mend) {
        problems.add(new Problem(file + " " + where, what, mend));
    }
}
