package dev.wgmesh.config;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import dev.wgmesh.render.FieldReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of one zone in a wg-mesh.toml: the one location that hosts it.
 *
 * @param folder of the file
 * @param mayRun whether the file may name commands to run
 */
record ZoneTable(FieldReader fields, Path folder, boolean mayRun) {
    /** Returns the host; empty where the table has a problem, which is reported. */
    Optional<Location.Host> host() {
        var hosts = new ArrayList<Location.Host>();
        var used = new ArrayList<Providers.Provider>();
        for (Providers.Provider provider : Providers.ALL) {
            provider.read()
                    .apply(this)
                    .ifPresent(host -> {
                        hosts.add(host);
                        used.add(provider);
                    });
        }
        boolean primary = hosts.isEmpty() && fields.has("tsig-key-file");
        if (primary) {
            hosts.add(new Location.Primary(signing()));
        }
        if (hosts.size() != 1) {
            fields.report(
                    "",
                    hosts.isEmpty()
                            ? "the zone has no location"
                            : "the zone has " + hosts.size() + " locations",
                    "give exactly one of "
                            + String.join(
                                    ", ",
                                    Providers.ALL.stream().map(Providers.Provider::key).toList()));
            return Optional.empty();
        }
        String chosen = primary ? "server" : used.getFirst().key();
        for (Providers.Provider other : Providers.ALL) {
            if (!other.key().equals(chosen)) {
                requireNone(other);
            }
        }
        if (fields.has("allow-weak-tsig") && !fields.has("tsig-key-file")) {
            fields.report(
                    "allow-weak-tsig",
                    "requires tsig-key-file",
                    "add tsig-key-file, or remove allow-weak-tsig");
        }
        return Optional.of(hosts.getFirst()).filter(_ -> fields.isGood());
    }

    private void requireNone(Providers.Provider other) {
        for (String key : other.details()) {
            if (fields.has(key)) {
                fields.report(
                        key,
                        "is a setting " + other.use() + ", and this zone is hosted elsewhere",
                        "remove " + key);
            }
        }
    }

    Optional<String> text(String key) {
        return fields.optional(
                key,
                name ->
                        fields.one(
                                name,
                                text -> Optional.of(text).filter(it -> !it.isEmpty()),
                                "expected a text"));
    }

    /** Returns a path, relative to the folder of the file. */
    Optional<Path> path(String key) {
        return text(key).map(text -> folder.resolve(text).normalize());
    }

    boolean flag(String key) {
        return fields.optional(key, fields::yesNo).orElse(false);
    }

    TsigSettings signing() {
        return new TsigSettings(path("tsig-key-file"), flag("allow-weak-tsig"));
    }

    /** Returns the words of a command to run; none where the setting is absent. */
    List<String> command(String key) {
        Optional<String> text = text(key);
        if (text.isPresent() && !mayRun) {
            fields.report(
                    key,
                    "only /etc/wg-mesh/wg-mesh.toml may name a command to run",
                    "move the setting to that file, or give --" + key + " COMMAND with --zones");
            return List.of();
        }
        Optional<List<String>> words = text.flatMap(CommandSplitter::split);
        if (text.isPresent() && words.isEmpty()) {
            fields.report(
                    key,
                    "'" + text.get() + "' is empty or has an unclosed quote",
                    "write a program and its arguments, such as \"rndc reload example.com\"");
        }
        return words.orElse(List.of());
    }
}
