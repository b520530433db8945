package dev.wgmesh.command;

import dev.wgmesh.cli.CommandSession;
import dev.wgmesh.cli.Confirmation;
import dev.wgmesh.device.ServiceUnit;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.render.SetupReport.Outcome;
import dev.wgmesh.render.SetupReport.Step;
import dev.wgmesh.render.SetupReport.Subject;
import java.util.List;
import java.util.function.Function;

/**
 * The unit of systemd that keeps this node in a mesh: a part of {@code up}.
 *
 * @param isStandard whether interface, key file and state folder are those of the unit
 * @param hasPlaces whether options of this command, which the unit does not know, name places
 */
record NodeService(CommandSession session, MeshName mesh, boolean isStandard, boolean hasPlaces) {
    private static final String TEMPLATE = "wg-mesh@.service";

    private static final String PLACES =
            "; it reads records as /etc/wg-mesh/wg-mesh.toml says, else by the system's resolver";

    /**
     * Enables and starts the unit, with consent.
     *
     * @param watch the command that does what the unit does
     * @throws Failure PARTIAL or UNREADABLE where systemd does not do it
     */
    Step enable(Confirmation consent, String watch) {
        return step(watch, unit -> ask(unit, consent));
    }

    /** Returns what {@link #enable} would do. */
    Step plan(String watch) {
        return step(
                watch,
                unit ->
                        new Step(
                                Subject.SERVICE,
                                Outcome.PLANNED,
                                unit.name() + " would be enabled and started" + places()));
    }

    private Step step(String watch, Function<ServiceUnit, Step> disabled) {
        var unit =
                new ServiceUnit(
                        session.programs(),
                        session.hostEnvironment().files(),
                        TEMPLATE,
                        mesh.text());
        if (!isStandard) {
            return skipped(
                    "the unit uses wg0, /etc/wg-mesh/wg0.key and /var/lib/wg-mesh",
                    "run: " + watch);
        }
        return switch (unit.state()) {
            case NO_SYSTEMD -> skipped("systemd does not run here", "run: " + watch);
            case NOT_INSTALLED -> skipped(TEMPLATE + " is not installed", "run: " + watch);
            case ENABLED ->
                    new Step(
                            Subject.SERVICE,
                            Outcome.UNCHANGED,
                            unit.name() + " is enabled and runs");
            case DISABLED -> disabled.apply(unit);
        };
    }

    private Step ask(ServiceUnit unit, Confirmation consent) {
        try {
            consent.requireYes(
                    "--yes",
                    "enable and start " + unit.name() + "?",
                    "the service is not enabled",
                    List.of());
        } catch (Failure refused) {
            String why =
                    refused.kind() == Failure.Kind.INPUT
                            ? "stdin or stderr is not a terminal, and --yes was not given"
                            : "the answer was no";
            return skipped(why, "to enable it, run: " + unit.enableCommand());
        }
        unit.enable();
        return new Step(
                Subject.SERVICE, Outcome.CHANGED, unit.name() + " enabled and started" + places());
    }

    private String places() {
        return hasPlaces ? PLACES : "";
    }

    private static Step skipped(String why, String instead) {
        return new Step(Subject.SERVICE, Outcome.SKIPPED, "not enabled: " + why + "; " + instead);
    }
}
