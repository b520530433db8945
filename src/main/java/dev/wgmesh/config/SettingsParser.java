package dev.wgmesh.config;

import dev.wgmesh.json.JsonTree;
import dev.wgmesh.model.DnssecMode;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.model.RoutePlace;
import dev.wgmesh.plan.Location;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.FieldReader;
import dev.wgmesh.zone.Question;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Name;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlFactory;

/** The text of a wg-mesh.toml, strictly read: every problem of it is reported at once. */
final class SettingsParser {
    private final Path file;
    private final boolean mayRun;

    private SettingsParser(Path file, boolean mayRun) {
        this.file = file;
        this.mayRun = mayRun;
    }

    /**
     * Returns the settings in the text.
     *
     * @param file the name of the file; paths in the text are relative to its folder
     * @param mayRun whether the file may name commands to run
     * @throws Failure INPUT with every problem
     */
    static Settings parse(Path file, String text, boolean mayRun) {
        return FieldReader.tree(
                parseToml(file, text), file.toString(), new SettingsParser(file, mayRun)::settings);
    }

    private static JsonNode parseToml(Path file, String text) {
        try {
            return JsonTree.readStrictly(new TomlFactory(), text);
        } catch (JacksonException e) {
            throw Failure.input(
                    file + ":" + e.getLocation().getLineNr(),
                    "is not TOML: " + e.getOriginalMessage(),
                    "see examples/wg-mesh.toml");
        }
    }

    private Optional<Settings> settings(FieldReader root) {
        Optional<MeshName> mesh =
                root.optional(
                        "mesh",
                        key ->
                                root.one(
                                        key,
                                        MeshName::parse,
                                        "expected a mesh name such as _p2p.example.com"));
        var lock = new LockTable(root).settings();
        DnssecChoice dnssec = dnssec(root);
        PskSettings psk = new PskTable(root, file).settings();
        boolean pin = root.<Boolean>optional("pin", root::yesNo).orElse(false);
        var zones = new TreeMap<Name, Location.Host>();
        root.each(
                "zone",
                (name, table) -> {
                    zone(name, table, zones);
                    return Optional.empty();
                });
        return Optional.of(
                new Settings(Optional.of(file), mesh, zones, lock, dnssec, psk, pin, routes(root)));
    }

    private static RoutePlace routes(FieldReader root) {
        Optional<Long> table =
                root.<Long>optional("table", root::number)
                        .flatMap(number ->
                                RoutePlace.isTable(number)
                                        ? Optional.of(number)
                                        : root.wrong("table", RoutePlace.TABLE));
        Optional<Long> metric =
                root.<Long>optional("metric", root::number)
                        .flatMap(number ->
                                RoutePlace.isMetric(number)
                                        ? Optional.of(number)
                                        : root.wrong("metric", RoutePlace.METRIC));
        return new RoutePlace(table.orElse(RoutePlace.MAIN_TABLE), metric.orElse(0L));
    }

    private DnssecChoice dnssec(FieldReader root) {
        Optional<DnssecMode> mode =
                root.optional(
                        "dnssec",
                        key -> root.one(key, DnssecMode::parse, "expected require, prefer or off"));
        Optional<Path> anchor =
                root.optional(
                        "dnssec-anchor",
                        key -> root.one(key, text -> path(file, text), "expected a path"));
        if (anchor.isPresent() && !root.has("dnssec")) {
            root.report("dnssec-anchor", "requires dnssec", "add dnssec = \"require\"");
        }
        return new DnssecChoice(mode, anchor);
    }

    /** Returns a path relative to the folder of the file; empty where the text is empty. */
    static Optional<Path> path(Path file, String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(file.resolveSibling(text).normalize());
    }

    private void zone(String name, FieldReader table, Map<Name, Location.Host> zones) {
        Optional<String> inner = table.keys().stream().filter(table::hasObject).findFirst();
        if (inner.isPresent()) {
            table.keys().forEach(table::has);
            table.report(
                    "",
                    "contains a table",
                    "quote a name that has dots: [zone.\"" + name + "." + inner.get() + "\"]");
            return;
        }
        Optional<Location.Host> host =
                new ZoneTable(table, file.resolveSibling("."), mayRun).host();
        try {
            Name apex = Question.name(name);
            if (host.isPresent() && zones.put(apex, host.get()) != null) {
                table.report("", "the zone is given twice", "remove one of the two tables");
            }
        } catch (IllegalArgumentException _) {
            table.report("", "'" + name + "' is not a domain name", "write [zone.\"example.com\"]");
        }
    }
}
