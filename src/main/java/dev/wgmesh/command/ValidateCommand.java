package dev.wgmesh.command;

import dev.wgmesh.cli.Action;
import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.ExitCode;
import dev.wgmesh.cli.MeshCandidates;
import dev.wgmesh.cli.SecretRedaction;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.problem.SpellingSuggestion;
import dev.wgmesh.render.FindingsJson;
import dev.wgmesh.render.FindingsText;
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

/** {@code validate}: what is wrong with zones and meshes. */
@Command(
        name = "validate",
        description = {
            "Finds what is wrong with zones and meshes, why it matters and how to mend it.",
            "A FILE has a / or ends in .zone; a MESH begins with an underscore;"
                    + " anything else is a ZONE."
        },
        footer = {
            "  wg-mesh validate example.com",
            "  wg-mesh validate zones/example.com.zone zones/example.net.zone",
            "  wg-mesh validate _p2p.example.com --resolver 127.0.0.1:5300 -o json",
            "  wg-mesh validate example.com --rule D011=off --fail-on warning",
            "  wg-mesh validate --explain M003"
        })
final class ValidateCommand implements Action {
    /** A name server that is particular about zones. */
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
            paramLabel = "ZONE|MESH|FILE",
            arity = "0..*",
            completionCandidates = MeshCandidates.class,
            description = "What to judge.")
    List<String> subjects = List.of();

    @Option(
            names = "--rule",
            paramLabel = "ID=LEVEL",
            description = "Another level for a rule: off, info, notice, warning, error.")
    Map<String, String> rules = Map.of();

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "error",
            description = "The least level that ends with exit code 1: ${COMPLETION-CANDIDATES}.")
    Level failOn;

    @Option(
            names = "--server-kind",
            paramLabel = "KIND",
            description = "Judge for a server as it comes: ${COMPLETION-CANDIDATES}.")
    Optional<ServerKind> serverKind = Optional.empty();

    @Option(
            names = "--compat",
            paramLabel = "READER",
            description = "Judge for the brief's first implementation: ${COMPLETION-CANDIDATES}.")
    Optional<Compat> compat = Optional.empty();

    @Option(
            names = "--explain",
            paramLabel = "ID",
            description = "Say what a rule is, instead of judging.")
    Optional<String> explain = Optional.empty();

    @Mixin PlaceOptions place = new PlaceOptions();

    @Override
    public ExitCode run(CommandSession session) {
        if (explain.isPresent()) {
            return explained(session, rule(explain.get()));
        }
        if (subjects.isEmpty()) {
            throw Failure.input(
                    "wg-mesh validate",
                    "is told nothing to judge",
                    "name a zone, a mesh or a zone file: wg-mesh validate example.com");
        }
        Map<String, Optional<Level>> levels = levels();
        ValidateInput input = ValidateInput.of(session, place.flags(), subjects);
        var request =
                new ValidationRequest(
                        input.asked(),
                        levels,
                        failOn,
                        serverKind.isPresent(),
                        compat.isPresent(),
                        input.localKeys());
        ValidationReport report =
                Validation.of(input.snapshot(), request)
                        .unreadable(input.problems())
                        .relativeTo(session.outside().directory());
        return told(session, report);
    }

    private static ExitCode told(CommandSession session, ValidationReport report) {
        session.warn(report.unreadable());
        if (session.json()) {
            session.print(FindingsJson.of(report));
        } else {
            session.print(FindingsText.of(report, session.paint()));
        }
        return switch (report.verdict()) {
            case CLEAN -> ExitCode.DONE;
            case FAILED -> ExitCode.NO;
            case UNREADABLE -> ExitCode.UNREADABLE;
        };
    }

    private static ExitCode explained(CommandSession session, RuleInfo rule) {
        if (session.json()) {
            session.print(FindingsJson.rules(List.of(rule)));
        } else {
            session.print(FindingsText.explain(rule, session.paint()));
        }
        return ExitCode.DONE;
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
                                        "wg-mesh validate --rule " + id,
                                        SecretRedaction.quoted(text) + " is no level",
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
                SecretRedaction.quoted(id) + " is no rule",
                SpellingSuggestion.of(id.toUpperCase(Locale.ROOT), known)
                        .map(near -> "did you mean " + near + "?")
                        .orElse("rules are " + String.join(" ", known)));
    }
}
