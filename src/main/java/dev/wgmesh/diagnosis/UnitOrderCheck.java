package dev.wgmesh.diagnosis;

import dev.wgmesh.diagnosis.HostFacts.Services;
import java.util.ArrayList;
import java.util.List;

/** At boot apply starts after the network, and k3s after apply. */
final class UnitOrderCheck implements Check {
    private static final String NAME = "units";
    private static final String ONLINE = "network-online.target";

    /** How the names of the units of wg-mesh begin. */
    static final String PREFIX = "wg-mesh";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Services services = node.host().services();
        List<String> own =
                services.units().keySet().stream()
                        .filter(name -> name.startsWith(PREFIX))
                        .sorted()
                        .toList();
        if (own.isEmpty()) {
            return List.of(
                    CheckResult.skipped(
                            NAME, "no unit of systemd starts apply (examples/wg-mesh@.service)"));
        }
        var faults = new ArrayList<CheckResult>();
        own.forEach(name -> order(name, services, faults));
        boolean enabled = services.enabled().stream().anyMatch(it -> it.startsWith(PREFIX));
        if (!enabled) {
            faults.add(
                    CheckResult.warning(
                            NAME,
                            own.getFirst() + " does not start at boot",
                            "systemctl enable "
                                    + own.getFirst()
                                            .replace("@.", "@" + node.mesh().text() + ".")));
        }
        return faults.isEmpty()
                ? List.of(
                        CheckResult.ok(NAME, String.join(", ", own) + " starts at boot, in order"))
                : faults;
    }

    private static void order(String name, Services services, List<CheckResult> faults) {
        SystemdSettings unit = services.units().getOrDefault(name, SystemdSettings.NONE);
        for (String setting : List.of("After", "Wants")) {
            boolean waits =
                    unit.words("Unit." + setting).contains(ONLINE)
                            || setting.equals("Wants")
                                    && unit.words("Unit.Requires").contains(ONLINE);
            if (!waits) {
                faults.add(
                        CheckResult.warning(
                                NAME,
                                name + " has no " + setting + "=" + ONLINE,
                                edit(name, setting + "=" + ONLINE)));
            }
        }
        List<String> before = unit.words("Unit.Before");
        for (String k3s : K3sSettings.UNITS) {
            SystemdSettings other = services.units().getOrDefault(k3s, SystemdSettings.NONE);
            boolean installed = services.units().containsKey(k3s);
            boolean after =
                    other.words("Unit.After").stream()
                            .anyMatch(it -> it.startsWith(name.replaceAll("@?\\..*", "")));
            if (installed && !before.contains(k3s) && !after) {
                faults.add(
                        CheckResult.failed(
                                NAME,
                                k3s + " may start before " + name,
                                edit(name, "Before=" + k3s)));
            }
        }
    }

    private static String edit(String unit, String line) {
        return "systemctl edit " + unit + ": in [Unit], " + line;
    }
}
