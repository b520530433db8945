package dev.wgmesh.config;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
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
        TomlTable root = table("", parse(text));
        root.onlyKeys(KEYS);
        Optional<MeshName> mesh = root.text("mesh").flatMap(name -> mesh(root, name));
        var zones = new TreeMap<Name, Location.Host>();
        JsonNode tables = root.node().path("zone");
        if (!tables.isMissingNode() && !tables.isObject()) {
            root.problem("zone", "is no table", "write [zone.\"example.com\"]");
        }
        for (Map.Entry<String, JsonNode> entry : tables.properties()) {
            zone(entry.getKey(), entry.getValue(), zones);
        }
        if (!problems.isEmpty()) {
            throw new Failure(Failure.Kind.INPUT, problems);
        }
        return new Settings(Optional.of(file), mesh, zones);
    }

    private TomlTable table(String where, JsonNode node) {
        return new TomlTable(file, where, node, problems);
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

    private void zone(String name, JsonNode node, Map<Name, Location.Host> zones) {
        String where = "zone.\"" + name + "\"";
        TomlTable table = table(where + ".", node);
        if (!node.isObject()) {
            table.problem("", "is no table", "write [" + where + "]");
            return;
        }
        if (node.properties().stream().anyMatch(entry -> entry.getValue().isObject())) {
            String inner = node.propertyNames().iterator().next();
            table.problem("", "has a table in it", quoteIt(name, inner));
            return;
        }
        Optional<Location.Host> place = ZoneTable.host(table, mayRun);
        try {
            Name apex = Question.name(name);
            if (place.isPresent() && zones.put(apex, place.get()) != null) {
                table.problem("", "is there twice", "names differ by more than case");
            }
        } catch (IllegalArgumentException _) {
            table.problem("", "is no domain name", "name a zone, such as example.com");
        }
    }

    private static String quoteIt(String name, String inner) {
        return "a name with dots is quoted: [zone.\"" + name + "." + inner + "\"]";
    }

    private static Optional<MeshName> mesh(TomlTable root, String text) {
        Optional<MeshName> mesh = MeshName.parse(text);
        if (mesh.isEmpty()) {
            root.problem("mesh", "is no mesh name", "write it as mesh = \"_p2p.example.com\"");
        }
        return mesh;
    }
}
