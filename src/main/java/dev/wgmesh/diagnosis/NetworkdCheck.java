package dev.wgmesh.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** systemd-networkd keeps the routes of wg-mesh when it restarts. */
final class NetworkdCheck implements Check {
    private static final String NAME = "networkd";
    private static final List<String> SETTINGS =
            List.of("ManageForeignRoutes", "ManageForeignRoutingPolicyRules");

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Optional<SystemdSettings> networkd = node.host().services().networkd();
        if (networkd.isEmpty()) {
            return List.of(CheckResult.ok(NAME, "systemd-networkd does not run"));
        }
        List<String> on =
                SETTINGS.stream()
                        .filter(name -> networkd.get().isOn("Network." + name, true))
                        .toList();
        if (on.isEmpty()) {
            return List.of(CheckResult.ok(NAME, "systemd-networkd keeps routes of others"));
        }
        String lines =
                Stream.concat(Stream.of("[Network]"), on.stream().map(name -> name + "=no"))
                        .reduce("", (text, line) -> text + line + "\\n");
        return List.of(
                CheckResult.warning(
                        NAME,
                        "systemd-networkd removes what it did not make when it restarts: "
                                + String.join(", ", on),
                        "mkdir -p /etc/systemd/networkd.conf.d && printf '"
                                + lines
                                + "' > /etc/systemd/networkd.conf.d/wg-mesh.conf"));
    }
}
