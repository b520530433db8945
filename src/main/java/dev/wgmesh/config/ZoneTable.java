package dev.wgmesh.config;

import dev.wgmesh.plan.ZoneHost;
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
    static Optional<Speaker.Hosts> place(TomlTable table, boolean mayRun) {
        int before = table.problems().size();
        Optional<Speaker.Hosts> place = new ZoneTable(table, mayRun).place();
        return place.filter(_ -> table.problems().size() == before);
    }

    private Optional<Speaker.Hosts> place() {
        table.onlyKeys(KEYS);
        Optional<Path> folder = table.path("zones");
        Optional<String> server = table.text("server");
        boolean route53 = table.flag("route53");
        var signing = new Signing(table.path("tsig-key-file"), table.flag("allow-weak-tsig"));
        var details =
                new ZoneHost.Route53(
                        table.text("hosted-zone-id"),
                        table.text("profile"),
                        Optional.empty(),
                        table.flag("private-zone"));
        var places = new ArrayList<Speaker.Hosts>();
        List<String> reload = reload();
        folder.ifPresent(path -> places.add(new Speaker.Folder(path, reload)));
        server.ifPresent(host -> places.add(new Speaker.Server(host, signing)));
        if (route53) {
            places.add(new Speaker.Route53(details));
        }
        if (places.isEmpty() && signing.keyFile().isPresent()) {
            places.add(new Speaker.Primary(signing));
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

    private void noneOfAnother(Speaker.Hosts place) {
        switch (place) {
            case Speaker.Folder _ -> {
                none("signs messages to a server", "tsig-key-file", "allow-weak-tsig");
                none("is about Route53", "hosted-zone-id", "profile", "private-zone");
            }
            case Speaker.Server _, Speaker.Primary _ -> {
                none("is about Route53", "hosted-zone-id", "profile", "private-zone");
                none("is about a zone file", "reload");
                if (table.has("allow-weak-tsig") && !table.has("tsig-key-file")) {
                    table.problem(
                            "allow-weak-tsig",
                            "is about no key",
                            "give tsig-key-file, or leave it out");
                }
            }
            case Speaker.Route53 _ -> {
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
        Optional<List<String>> words = text.flatMap(CommandWords::of);
        if (text.isPresent() && words.isEmpty()) {
            table.problem(
                    "reload",
                    "is no command: it has no words, or a quote that is not closed",
                    "write it as reload = \"rndc reload example.com\"");
        }
        return words.orElse(List.of());
    }
}
