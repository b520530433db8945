package dev.wgmesh.render;

import dev.wgmesh.validate.Finding;
import dev.wgmesh.validate.FindingLocation;
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

    /** The whole report; {@code verdict} is clean, failed or unreadable. */
    public static JsonDocument of(ValidationReport report) {
        ObjectNode document = Json.document("findings");
        document.put("verdict", report.status().name().toLowerCase(Locale.ROOT));
        document.put("failOn", report.failOn().toString());
        ObjectNode counts = document.putObject("counts");
        for (Level level : Level.values()) {
            counts.put(level.toString(), report.counts().getOrDefault(level, 0));
        }
        ArrayNode findings = document.putArray("findings");
        report.findings().forEach(finding -> put(findings.addObject(), finding));
        document.set("problems", Json.problems(report.withUnreadable()));
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
        location.withMember().ifPresent(member -> node.put("member", member.text()));
        node.put("what", finding.what()).put("why", finding.rule().rationale());
        if (!finding.fix().isEmpty()) {
            node.put("fix", finding.fix());
        }
        node.put("reference", finding.rule().reference());
    }

    /** What rules there are. */
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
