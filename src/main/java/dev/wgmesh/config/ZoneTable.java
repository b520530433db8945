package dev.wgmesh.config;

import dev.wgmesh.plan.ZoneLocation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a wg-mesh.toml says of one zone: the one place that hosts it. */
final class ZoneTable {
    private static final List<String> KEYS =
            List.of(
                    "zones",
                    "server",
                    "tsig-key-file",
                    "allow-weak-tsig",
                    "route53",
                    "hosted-zone-id",
                    "profile",
                    "private-zone",
                    "reload");

    private final TomlTable table;
    private final boolean mayRun;

    private ZoneTable(TomlTable table, boolean mayRun) {
        this.table = table;
        this.mayRun = mayRun;
    }

    /** The place; empty where the table has a problem, which it was told. */
    static Optional<Location.Hosts> place(TomlTable table, boolean mayRun) {
        int before = table.problems().size();
        Optional<Location.Hosts> place = new ZoneTable(table, mayRun).place();
        return place.filter(_ -> table.problems().size() == before);
    }

    private Optional<Location.Hosts> place() {
        table.onlyKeys(KEYS);
        Optional<Path> folder = table.path("zones");
        Optional<String> server = table.text("server");
        boolean route53 = table.flag("route53");
        var signing = new TsigSettings(table.path("tsig-key-file"), table.flag("allow-weak-tsig"));
        var details =
                new ZoneLocation.Route53(
                        table.text("hosted-zone-id"),
                        table.text("profile"),
                        Optional.empty(),
                        table.flag("private-zone"));
        var places = new ArrayList<Location.Hosts>();
        List<String> reload = reload();
        folder.ifPresent(path -> places.add(new Location.Folder(path, reload)));
        server.ifPresent(host -> places.add(new Location.Server(host, signing)));
        if (route53) {
            places.add(new Location.Route53(details));
        }
        if (places.isEmpty() && signing.keyFile().isPresent()) {
            places.add(new Location.Primary(signing));
        }
        if (places.size() != 1) {
            table.problem(
                    "",
                    places.isEmpty() ? "has no place" : "has " + places.size() + " places",
                    "give one of zones, server, route53");
            return Optional.empty();
        }
        noneOfAnother(places.getFirst());
        return Optional.of(places.getFirst());
    }

    private void noneOfAnother(Location.Hosts place) {
        switch (place) {
            case Location.Folder _ -> {
                none("signs messages to a server", "tsig-key-file", "allow-weak-tsig");
                none("is about Route53", "hosted-zone-id", "profile", "private-zone");
            }
            case Location.Server _, Location.Primary _ -> {
                none("is about Route53", "hosted-zone-id", "profile", "private-zone");
                none("is about a zone file", "reload");
                if (table.has("allow-weak-tsig") && !table.has("tsig-key-file")) {
                    table.problem(
                            "allow-weak-tsig",
                            "is about no key",
                            "give tsig-key-file, or leave it out");
                }
            }
            case Location.Route53 _ -> {
                none("signs messages to a server", "tsig-key-file", "allow-weak-tsig");
                none("is about a zone file", "reload");
            }
        }
    }

    private void none(String what, String... keys) {
        for (String key : keys) {
            if (table.has(key)) {
                table.problem(key, what + ", and this zone is hosted elsewhere", "take it out");
            }
        }
    }

    private List<String> reload() {
        Optional<String> text = table.text("reload");
        if (text.isPresent() && !mayRun) {
            table.problem(
                    "reload",
                    "is a command to run, which only /etc/wg-mesh/wg-mesh.toml may name",
                    "move it there, or give --reload COMMAND with --zones");
            return List.of();
        }
        Optional<List<String>> words = text.flatMap(CommandSplitter::of);
        if (text.isPresent() && words.isEmpty()) {
            table.problem(
                    "reload",
                    "is no command: it has no words, or a quote that is not closed",
                    "write it as reload = \"rndc reload example.com\"");
        }
        return words.orElse(List.of());
    }
}
