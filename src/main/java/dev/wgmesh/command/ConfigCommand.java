package dev.wgmesh.command;

import dev.wgmesh.apply.StateFolder;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.DnssecChoice;
import dev.wgmesh.config.EffectiveConfig;
import dev.wgmesh.config.Locations;
import dev.wgmesh.config.LockSettings;
import dev.wgmesh.keys.VerifyKey;
import dev.wgmesh.plan.Location;
import dev.wgmesh.render.ConfigJson;
import dev.wgmesh.render.JsonDocument;
import dev.wgmesh.render.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Name;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config}: shows the settings in use. */
@Command(
        name = "config",
        description = {ConfigCommand.SUMMARY, "No server is queried and no secret is shown."},
        footer = {
            "  wg-mesh config show",
            "  wg-mesh config show --node",
            "  wg-mesh config show --server ns1.example.com -o json"
        })
final class ConfigCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY = "Show the settings in use and the place of each zone.";

    /** What to do with the configuration. */
    enum Verb {
        SHOW;

        @Override
        public String toString() {
            return "show";
        }
    }

    @Parameters(
            paramLabel = "show",
            arity = "0..1",
            description = "Show the settings (the only action).")
    Verb verb = Verb.SHOW;

    @Option(names = "--node", description = "Show the settings of apply, plan and down.")
    boolean node;

    @Mixin WritePlaceOptions place = new WritePlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        Locations places =
                node ? session.nodeLocations(place.flags()) : session.locations(place.flags());
        EffectiveConfig config = places.effectiveConfig();
        if (session.json()) {
            session.print(document(session, config));
        } else {
            session.print(text(session, config));
        }
        return ExitCode.SUCCESS;
    }

    private static String text(CommandSession session, EffectiveConfig config) {
        var rows = new ArrayList<List<String>>();
        config.files().forEach(file -> rows.add(List.of(file.path() + "", file.state().text())));
        EffectiveConfig.FileLookup beside = config.zonesFolder();
        rows.add(List.of(beside.path() + "/", beside.state().text()));
        var places = new ArrayList<List<String>>();
        config.zones()
                .forEach((apex, place) -> places.add(List.of(shown(apex), place + detail(place))));
        String zone = config.zones().isEmpty() ? "any" : "any other";
        for (Location speaker : config.defaultLocations()) {
            places.add(List.of(zone, speaker + detail(speaker)));
            zone = "in none of those";
        }
        return new TextTable(List.of("CONFIGURATION", "IS"), rows).text(session.colour())
                + "\n"
                + new TextTable(List.of("ZONE", "PLACE"), places).text(session.colour())
                + "\n"
                + new TextTable(List.of("BESIDES", "IS"), besides(session, config))
                        .text(session.colour());
    }

    private static List<List<String>> besides(CommandSession session, EffectiveConfig config) {
        return List.of(
                List.of("mesh", config.mesh().map(Object::toString).orElse("- (none is named)")),
                List.of(
                        "system's resolver",
                        String.join(", ", config.resolvers().stream().map(r -> r + "").toList())),
                List.of("dnssec", dnssec(config.dnssec())),
                List.of("lock", lock(config.lock())),
                List.of("state of a node", StateFolder.DEFAULT.toString()),
                List.of("receipts, audit.log", receipts(session).toString()));
    }

    private static String dnssec(DnssecChoice choice) {
        return choice.effectiveMode()
                + choice.anchor().map(file -> " (trust anchors of " + file + ")").orElse("");
    }

    private static String lock(LockSettings lock) {
        return lock.signers().isEmpty()
                ? "- (every listed member counts)"
                : lock.required()
                        + " of "
                        + lock.signers().stream()
                                .map(VerifyKey::text)
                                .collect(Collectors.joining(", "));
    }

    private static Path receipts(CommandSession session) {
        return ReceiptStore.stateFolder(session.hostEnvironment(), Optional.empty());
    }

    private static String detail(Location location) {
        var details = new ArrayList<String>();
        location.signing().keyFile().ifPresent(file -> details.add("signed with " + file));
        details.addAll(location.details());
        return details.isEmpty() ? "" : " (" + String.join(", ", details) + ")";
    }

    private static JsonDocument document(CommandSession session, EffectiveConfig config) {
        return new ConfigJson(
                        config.files().stream().map(ConfigCommand::entry).toList(),
                        entry(config.zonesFolder()),
                        config.mesh(),
                        config.zones(),
                        config.defaultLocations(),
                        config.resolvers().stream().map(Object::toString).toList(),
                        StateFolder.DEFAULT.toString(),
                        receipts(session).toString(),
                        config.dnssec().effectiveMode(),
                        config.dnssec().anchor().map(Path::toString),
                        config.lock().signers(),
                        config.lock().required())
                .document();
    }

    private static ConfigJson.Entry entry(EffectiveConfig.FileLookup looked) {
        return new ConfigJson.Entry(
                looked.path().toString(),
                switch (looked.state()) {
                    case ACTIVE -> "inForce";
                    case MESH_ONLY -> "meshOnly";
                    case SHADOWED -> "behind";
                    case OVERRIDDEN -> "overruled";
                    case UNTRUSTED -> "untrusted";
                    case ABSENT -> "absent";
                });
    }

    private static String shown(Name apex) {
        return apex.toString(true);
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
