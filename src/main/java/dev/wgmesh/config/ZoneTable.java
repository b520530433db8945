package dev.wgmesh.config;

import dev.wgmesh.plan.Location;
import dev.wgmesh.plan.TsigSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The table of one zone in a wg-mesh.toml: the one location that hosts it.
 *
 * @param mayRun whether the file may name commands to run
 */
record ZoneTable(TomlTable fields, boolean mayRun) {
    private static final List<String> KEYS =
            Providers.ALL.stream()
                    .flatMap(provider ->
                            Stream.concat(Stream.of(provider.key()), provider.details().stream()))
                    .toList();

    /** Returns the host; empty where the table has a problem, which is added to its problems. */
    static Optional<Location.Host> host(TomlTable fields, boolean mayRun) {
        int before = fields.problems().size();
        Optional<Location.Host> host = new ZoneTable(fields, mayRun).host();
        return host.filter(_ -> fields.problems().size() == before);
    }

    private Optional<Location.Host> host() {
        fields.onlyKeys(KEYS);
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
            fields.problem(
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
            fields.problem(
                    "allow-weak-tsig",
                    "requires tsig-key-file",
                    "add tsig-key-file, or remove allow-weak-tsig");
        }
        return Optional.of(hosts.getFirst());
    }

    private void requireNone(Providers.Provider other) {
        for (String key : other.details()) {
            if (fields.has(key)) {
                fields.problem(
                        key,
                        "is a setting " + other.use() + ", and this zone is hosted elsewhere",
                        "remove " + key);
            }
        }
    }

    TsigSettings signing() {
        return new TsigSettings(fields.path("tsig-key-file"), fields.flag("allow-weak-tsig"));
    }

    /** Returns the words of a command to run; none where the setting is absent. */
    List<String> command(String key) {
        Optional<String> text = fields.text(key);
        if (text.isPresent() && !mayRun) {
            fields.problem(
                    key,
                    "only /etc/wg-mesh/wg-mesh.toml may name a command to run",
                    "move the setting to that file, or give --reload COMMAND with --zones");
            return List.of();
        }
        Optional<List<String>> words = text.flatMap(CommandSplitter::of);
        if (text.isPresent() && words.isEmpty()) {
            fields.problem(
                    key,
                    "'" + text.get() + "' is empty or has an unclosed quote",
                    "write a command: reload = \"rndc reload example.com\"");
        }
        return words.orElse(List.of());
    }
}
