package dev.wgmesh.render;

import dev.wgmesh.model.HostName;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.plan.PlannedChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code up} did on a node.
 *
 * @param host the member that this node is, or is to be; empty: not known
 * @param device the interface
 * @param steps in the order in which they were done
 * @param send the command that makes the node a member, where another machine must run it; empty:
 *     nothing is needed elsewhere
 * @param plans of zones that would change; empty: none, or the changes were made
 * @param changes of the interface
 */
public record SetupReport(
        MeshName mesh,
        Optional<HostName> host,
        String device,
        List<Step> steps,
        Optional<String> send,
        List<ZonePlan> plans,
        List<PlannedChange> changes,
        List<Problem> problems) {
    public SetupReport {
        steps = List.copyOf(steps);
        plans = List.copyOf(plans);
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
    }

    /** What a step is about. */
    public enum Subject {
        /** The private key of the node. */
        KEY,
        /** Its membership in DNS. */
        MEMBER,
        /** Its WireGuard interface. */
        INTERFACE,
        /** The unit that keeps the interface as DNS says. */
        SERVICE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a step ended. */
    public enum Outcome {
        /** It changed something. */
        CHANGED,
        /** It would change something: nothing is written in a dry run. */
        PLANNED,
        /** It had been done before. */
        UNCHANGED,
        /** It is left out; its message says why. */
        SKIPPED,
        /** Another machine must do it. */
        NEEDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A step.
     *
     * @param message one line
     */
    public record Step(Subject subject, Outcome outcome, String message) {
        /** Returns the line that says it, without a line feed. */
        public String line() {
            return subject + ": " + message;
        }
    }

    /** Returns whether a step changed something. */
    public boolean hasChanges() {
        return steps.stream().anyMatch(step -> step.outcome() == Outcome.CHANGED);
    }

    /** Returns the document {@code wg-mesh/up}. */
    public JsonDocument document() {
        ObjectNode document = Json.document("up").put("mesh", mesh.text());
        host.ifPresent(name -> document.put("host", name.text()));
        document.put("interface", device).put("changed", hasChanges());
        ArrayNode array = document.putArray("steps");
        for (Step step : steps) {
            array.addObject()
                    .put("step", step.subject().toString())
                    .put("result", step.outcome().toString())
                    .put("message", step.message());
        }
        send.ifPresent(command -> document.put("send", command));
        if (!plans.isEmpty()) {
            ArrayNode zones = document.putArray("plans");
            plans.forEach(plan -> zones.add(ZonePlanJson.plan(plan, Optional.empty())));
        }
        document.set("changes", DevicePlanJson.changes(changes));
        document.set("problems", Json.problems(problems));
        return new JsonDocument(document);
    }
}
