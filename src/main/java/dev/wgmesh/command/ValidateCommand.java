package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.OptionGroup;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.cli.Subcommand;
import dev.wgmesh.config.SourceFlags;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.SpellingSuggestion;
import dev.wgmesh.render.FindingsJson;
import dev.wgmesh.render.FindingsText;
import dev.wgmesh.validate.FindingSelection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.validate.rule.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate}: checks zones and meshes. */
@Command(
        name = "validate",
        description = {
            ValidateCommand.SUMMARY,
            "Without an argument, check every zone of the configured place.",
            "PATH is a folder or a zone file: with a / in it, or ending in .zone.",
            "MESH begins with an underscore."
        },
        footer = {
            "  wg-mesh validate",
            "  wg-mesh validate example.com",
            "  wg-mesh validate /etc/bind/zones",
            "  wg-mesh validate zones/example.com.zone zones/example.net.zone",
            "  wg-mesh validate db.example.com --origin example.com",
            "  wg-mesh validate _p2p.example.com --resolver 127.0.0.1:5300 -o json",
            "  wg-mesh validate example.com --rule D011=off --fail-on warning",
            "  wg-mesh validate --explain M003"
        })
final class ValidateCommand implements Subcommand {
    /** What the command does, in the list of the help. */
    static final String SUMMARY =
            "Check zones and meshes; say why each finding matters and the fix.";

    /** A name server with rules of its own about zones. */
    enum ServerKind {
        BIND;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A reader that must be able to read the mesh. */
    enum Compat {
        ORIGIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            paramLabel = "ZONE|MESH|PATH",
            arity = "0..*",
            completionCandidates = MeshCandidates.class,
            description = "What to check (default: all zones of the place).")
    List<String> subjects = List.of();

    @Option(
            names = "--rule",
            paramLabel = "ID=LEVEL",
            completionCandidates = RuleCandidates.WithLevel.class,
            description = "Level: off, info, notice, warning or error.")
    Map<String, String> rules = Map.of();

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "error",
            description = "Lowest level that exits with 1 (default: error).")
    Level failOn = Level.ERROR;

    @Option(
            names = "--server-kind",
            paramLabel = "KIND",
            description = "Check for this name server: ${COMPLETION-CANDIDATES}.")
    Optional<ServerKind> serverKind = Optional.empty();

    @Option(
            names = "--compat",
            paramLabel = "READER",
            description = "Check for this reader: ${COMPLETION-CANDIDATES}.")
    Optional<Compat> compat = Optional.empty();

    @Option(
            names = "--origin",
            paramLabel = "ZONE",
            description = "Zone of a file whose name does not end in .zone.")
    Optional<String> origin = Optional.empty();

    @OptionGroup.In(OptionGroup.OUTPUT)
    @Option(names = "--all", description = "Show more than 20 findings of a rule in a file.")
    boolean all;

    @Option(
            names = "--explain",
            paramLabel = "ID",
            completionCandidates = RuleCandidates.class,
            description = "Explain a rule.")
    Optional<String> explain = Optional.empty();

    @Mixin LockOption lock = new LockOption();
    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        if (explain.isPresent()) {
            return explained(session, rule(explain.get()));
        }
        Map<String, Optional<Level>> levels = levels();
        SourceFlags flags = session.withShell(place.flags());
        ValidateInput input = ValidateInput.of(session, flags, subjects(session), origin, lock);
        var request =
                new ValidationRequest(
                                input.asked(),
                                levels,
                                failOn,
                                serverKind.isPresent(),
                                compat.isPresent(),
                                LocalKeys.of(session))
                        .withLock(input.signers(), session.hostEnvironment().clock().instant());
        ValidationReport report =
                Validation.of(input.snapshot(), request)
                        .withUnreadable(input.problems())
                        .relativeTo(session.hostEnvironment().directory());
        return print(session, report);
    }

    /** Returns the arguments; without any, the mesh in use at the prompt. */
    private List<String> subjects(CommandSession session) {
        return subjects.isEmpty()
                ? session.shellState().currentMesh().map(MeshName::text).stream().toList()
                : subjects;
    }

    private ExitCode print(CommandSession session, ValidationReport report) {
        FindingSelection selection =
                all ? FindingSelection.all(report) : FindingSelection.first(report);
        session.error(report.unreadable());
        if (session.json()) {
            session.print(FindingsJson.of(report, selection));
        } else {
            session.print(FindingsText.of(report, selection, session.colour()));
        }
        return switch (report.status()) {
            case CLEAN -> ExitCode.SUCCESS;
            case FAILED -> ExitCode.FINDINGS_OR_CHANGES;
            case UNREADABLE -> ExitCode.UNREADABLE;
        };
    }

    private static ExitCode explained(CommandSession session, RuleInfo rule) {
        if (session.json()) {
            session.print(FindingsJson.rules(List.of(rule)));
        } else {
            session.print(FindingsText.explain(rule, session.colour()));
        }
        return ExitCode.SUCCESS;
    }

    private Map<String, Optional<Level>> levels() {
        var levels = new LinkedHashMap<String, Optional<Level>>();
        rules.forEach((id, level) -> levels.put(rule(id).id(), level(id, level)));
        return levels;
    }

    private static Optional<Level> level(String id, String text) {
        if (text.equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        return Optional.of(
                Level.parse(text.toLowerCase(Locale.ROOT))
                        .orElseThrow(() ->
                                Failure.input(
                                        "--rule " + id,
                                        "unknown level " + SecretRedaction.quote(text),
                                        "give off, info, notice, warning or error")));
    }

    private static RuleInfo rule(String id) {
        List<RuleInfo> known = Validation.rules();
        return known.stream()
                .filter(rule -> rule.id().equalsIgnoreCase(id))
                .findFirst()
                .orElseThrow(() -> unknown(id, known.stream().map(RuleInfo::id).toList()));
    }

    private static Failure unknown(String id, List<String> known) {
        return Failure.input(
                "wg-mesh validate",
                "unknown rule " + SecretRedaction.quote(id),
                SpellingSuggestion.of(id.toUpperCase(Locale.ROOT), known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("give one of " + String.join(" ", known)));
    }

    @Override
    public boolean isCompleteAlone() {
        return true;
    }
}
