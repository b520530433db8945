package dev.wgmesh.validate.rule;

import dev.wgmesh.limits.SharedWork;
import dev.wgmesh.validate.Coverage;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.UnreadableParts;
import dev.wgmesh.validate.ValidationContext;
import dev.wgmesh.validate.ValidationReport;
import dev.wgmesh.validate.ValidationRequest;
import dev.wgmesh.zone.DnsSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The check of a snapshot by every rule. */
public final class Validation {
    private Validation() {}

    /** Returns the findings of every rule that the request does not turn off. */
    public static ValidationReport of(DnsSnapshot snapshot, ValidationRequest request) {
        return of(snapshot, request, Rules.all());
    }

    static ValidationReport of(DnsSnapshot snapshot, ValidationRequest request, List<Rule> rules) {
        var inspection = ValidationContext.of(snapshot, request);
        int members = inspection.meshes().stream().mapToInt(tree -> tree.members().size()).sum();
        List<Finding> findings =
                SharedWork.of(rules, members)
                        .flatMap(rule -> findings(rule, inspection, request))
                        .toList();
        long active = rules.stream().filter(rule -> isActive(rule, request)).count();
        return new ValidationReport(
                findings,
                UnreadableParts.of(inspection),
                request.failOn(),
                Coverage.of(inspection, Math.toIntExact(active)));
    }

    private static boolean isActive(Rule rule, ValidationRequest request) {
        Optional<Level> level = request.levels().get(rule.info().id());
        return level == null || level.isPresent();
    }

    private static Stream<Finding> findings(
            Rule rule, ValidationContext inspection, ValidationRequest request) {
        Map<String, Optional<Level>> levels = request.levels();
        String id = rule.info().id();
        if (!levels.containsKey(id)) {
            return rule.check(inspection);
        }
        return levels.get(id).stream()
                .flatMap(level -> rule.check(inspection).map(finding -> finding.withLevel(level)));
    }

    /** Returns the description of every rule, by the letter and number of its id. */
    public static List<RuleInfo> rules() {
        return Rules.all().stream().map(Rule::info).toList();
    }
}
