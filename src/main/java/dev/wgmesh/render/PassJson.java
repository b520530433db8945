package dev.wgmesh.render;

import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.TearDownPlan;
import dev.wgmesh.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The documents of a node's passes: {@code wg-mesh/plan}, {@code apply} and {@code down}. */
public final class PassJson {
    private PassJson() {}

    /** Returns the document {@code wg-mesh/plan}: what a pass would change. */
    public static JsonDocument plan(
            MeshName mesh, DevicePlan plan, FactsJson.Facts facts, List<Problem> problems) {
        ObjectNode document = Json.document("plan").put("mesh", mesh.text());
        DevicePlanJson.put(document, plan);
        document.set("facts", FactsJson.write(facts.node(), facts.device()));
        document.set("problems", Json.problems(problems));
        return new JsonDocument(document);
    }

    /**
     * Returns the document {@code wg-mesh/apply}: what a pass changed.
     *
     * @param plans of the pass, at least one
     * @param failed changes that failed
     * @param next the time until the next pass; empty: there is none
     */
    public static JsonDocument apply(
            MeshName mesh,
            Instant time,
            List<DevicePlan> plans,
            List<Problem> failed,
            List<Problem> problems,
            Optional<Duration> next) {
        ObjectNode document = head(mesh, time);
        DevicePlanJson.put(document, plans.getLast());
        var all = new ArrayList<PlannedChange>();
        plans.forEach(plan -> all.addAll(plan.changes()));
        document.set("changes", DevicePlanJson.changes(all));
        plans.getFirst()
                .create()
                .ifPresent(it ->
                        document.set(
                                "create",
                                Json.object().put("name", it.name()).put("port", it.port())));
        document.set("failed", Json.problems(failed));
        document.set("problems", Json.problems(problems));
        next.ifPresent(wait -> document.put("next", wait.toSeconds()));
        return new JsonDocument(document);
    }

    /** Returns the document {@code wg-mesh/apply} of a pass that made no plan. */
    public static JsonDocument failed(
            MeshName mesh, Instant time, List<Problem> problems, Duration next) {
        ObjectNode document = head(mesh, time);
        document.set("problems", Json.problems(problems));
        return new JsonDocument(document.put("next", next.toSeconds()));
    }

    /** Returns the document {@code wg-mesh/down}: what was taken down. */
    public static JsonDocument down(
            MeshName mesh, String device, TearDownPlan plan, List<Problem> failed) {
        ObjectNode document = Json.document("down").put("mesh", mesh.text());
        document.put("interface", device).put("deletesInterface", plan.deleteInterface());
        document.set("changes", DevicePlanJson.changes(plan.changes()));
        document.set("failed", Json.problems(failed));
        document.set("notices", Json.problems(plan.notices()));
        document.putArray("problems");
        return new JsonDocument(document);
    }

    private static ObjectNode head(MeshName mesh, Instant time) {
        return Json.document("apply").put("mesh", mesh.text()).put("time", time.toString());
    }
}
