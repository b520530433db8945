package dev.wgmesh.render;

import dev.wgmesh.diagnosis.CheckResult;
import dev.wgmesh.diagnosis.DoctorReport;
import dev.wgmesh.diagnosis.Verdict;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/doctor}. */
public final class DoctorJson {
    private DoctorJson() {}

    /** Returns the document of a report. */
    public static JsonDocument report(DoctorReport report) {
        ObjectNode document = Json.document("doctor");
        report.node().mesh().name().ifPresent(mesh -> document.put("mesh", mesh.text()));
        document.put("interface", report.node().device());
        document.put("time", report.node().mesh().now().toString());
        ObjectNode counts = document.putObject("counts");
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict.toString(), report.count(verdict));
        }
        ArrayNode checks = document.putArray("checks");
        for (CheckResult result : report.results()) {
            ObjectNode node = checks.addObject();
            node.put("check", result.check()).put("result", result.verdict().toString());
            node.put("message", result.message());
            if (!result.fix().isEmpty()) {
                node.put("fix", result.fix());
            }
        }
        document.set("problems", Json.problems(List.of()));
        return new JsonDocument(document);
    }
}
