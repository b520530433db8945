package dev.wgmesh.render;

import dev.wgmesh.validate.Coverage;
import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
import dev.wgmesh.validate.FindingSelection;
import dev.wgmesh.validate.Level;
import dev.wgmesh.validate.RuleInfo;
import dev.wgmesh.validate.ValidationReport;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Findings as documents {@code wg-mesh/findings}, rules as documents {@code wg-mesh/rules}. */
public final class FindingsJson {
    private FindingsJson() {}

    /** Returns the document of every finding of the report. */
    public static JsonDocument of(ValidationReport report) {
        return of(report, FindingSelection.all(report));
    }

    /**
     * Returns the document of the findings selected; {@code verdict} is clean, failed or
     * unreadable, and {@code counts} are those of the whole report.
     */
    public static JsonDocument of(ValidationReport report, FindingSelection selection) {
        ObjectNode document = Json.document("findings");
        document.put("verdict", report.status().name().toLowerCase(Locale.ROOT));
        document.put("failOn", report.failOn().toString());
        ObjectNode counts = document.putObject("counts");
        for (Level level : Level.values()) {
            counts.put(level.toString(), report.counts().getOrDefault(level, 0));
        }
        Coverage coverage = report.coverage();
        document.putObject("checked")
                .put("zones", coverage.zones())
                .put("meshes", coverage.meshes())
                .put("members", coverage.members())
                .put("records", coverage.records())
                .put("rules", coverage.rules());
        ArrayNode findings = document.putArray("findings");
        selection.shown().forEach(finding -> put(findings.addObject(), finding));
        ArrayNode omitted = document.putArray("omitted");
        for (FindingSelection.Omission omission : selection.omitted()) {
            Finding last = omission.last();
            ObjectNode node = omitted.addObject();
            node.put("id", last.id()).put("level", last.level().toString());
            omission.file().ifPresent(file -> node.put("file", file));
            node.put("count", omission.count());
        }
        document.set("problems", Json.problems(report.unreadable()));
        return new JsonDocument(document);
    }

    private static void put(ObjectNode node, Finding finding) {
        FindingLocation location = finding.where();
        node.put("id", finding.id()).put("level", finding.level().toString());
        location.place()
                .ifPresent(place ->
                        node.put("file", place.file())
                                .put("line", place.line())
                                .put("column", place.column()));
        node.put("owner", location.owner());
        if (!location.type().isEmpty()) {
            node.put("type", location.type());
        }
        location.member().ifPresent(member -> node.put("member", member.text()));
        node.put("what", finding.what()).put("why", finding.rule().rationale());
        if (!finding.fix().isEmpty()) {
            node.put("fix", finding.fix());
        }
        node.put("reference", finding.rule().reference());
    }

    /** Returns the document of the rules. */
    public static JsonDocument rules(List<RuleInfo> rules) {
        ObjectNode document = Json.document("rules");
        ArrayNode array = document.putArray("rules");
        for (RuleInfo rule : rules) {
            array.addObject()
                    .put("id", rule.id())
                    .put("level", rule.level().toString())
                    .put("title", rule.title())
                    .put("why", rule.rationale())
                    .put("reference", rule.reference());
        }
        document.putArray("problems");
        return new JsonDocument(document);
    }
}
