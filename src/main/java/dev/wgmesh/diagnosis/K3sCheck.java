package dev.wgmesh.diagnosis;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Endpoint;
import dev.wgmesh.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * k3s uses the mesh: the address of the node, the interface and the backend of flannel.
 *
 * @param required whether k3s should be there
 */
record K3sCheck(boolean required) implements Check {
    private static final String NAME = "k3s";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        Optional<K3sSettings> installed = node.host().services().k3s();
        if (installed.isEmpty()) {
            return required
                    ? List.of(
                            CheckResult.failed(
                                    NAME,
                                    K3sSettings.FILE + " does not exist",
                                    "copy one of examples/k3s, and change its addresses"))
                    : List.of();
        }
        K3sSettings settings = installed.get();
        var results = new ArrayList<CheckResult>();
        settings.problems().forEach(it -> results.add(CheckResult.failed(NAME, it)));
        results.add(address(node, settings));
        if (settings.usesFlannel()) {
            results.add(device(node, settings));
            results.add(backend(node, settings));
        }
        return results;
    }

    private static CheckResult address(NodeExamination node, K3sSettings settings) {
        List<IpAddress> own = own(node);
        String example = own.stream().findFirst().map(IpAddress::toString).orElse("MESH-ADDRESS");
        String fix = "in " + settings.file() + ": node-ip: " + example;
        List<String> given = settings.values("node-ip");
        if (given.isEmpty()) {
            return CheckResult.failed(
                    NAME, "has no node-ip: it takes the address of the default route", fix);
        }
        if (own.isEmpty()) {
            return CheckResult.skipped(NAME, "node-ip: the mesh address of this node is not known");
        }
        List<String> outside =
                given.stream()
                        .filter(text -> IpAddress.parse(text).filter(own::contains).isEmpty())
                        .toList();
        return outside.isEmpty()
                ? CheckResult.ok(NAME, "node-ip " + String.join(",", given) + " is in the mesh")
                : CheckResult.failed(
                        NAME,
                        "node-ip "
                                + String.join(",", outside)
                                + " is not a mesh address of this node",
                        fix);
    }

    private static List<IpAddress> own(NodeExamination node) {
        return node.mesh()
                .self()
                .map(member -> member.addresses().all())
                .or(() -> node.state().map(DeviceState::addresses))
                .orElse(List.of());
    }

    private static CheckResult device(NodeExamination node, K3sSettings settings) {
        String fix = "in " + settings.file() + ": flannel-iface: " + node.device();
        Optional<String> given = settings.value("flannel-iface");
        if (given.isEmpty()) {
            return CheckResult.failed(
                    NAME, "has no flannel-iface: it takes the one of the default route", fix);
        }
        return given.get().equals(node.device())
                ? CheckResult.ok(NAME, "flannel-iface " + node.device())
                : CheckResult.failed(
                        NAME, "flannel-iface is " + given.get() + ", not " + node.device(), fix);
    }

    private static CheckResult backend(NodeExamination node, K3sSettings settings) {
        String backend = settings.value("flannel-backend").orElse("vxlan");
        String fix = "in " + settings.file() + ": flannel-backend: vxlan";
        int port = node.state().map(DeviceState::port).orElse(Endpoint.DEFAULT_PORT);
        return switch (backend) {
            case "vxlan" -> CheckResult.ok(NAME, "flannel-backend vxlan");
            case "wireguard-native" ->
                    port == Endpoint.DEFAULT_PORT
                            ? CheckResult.failed(
                                    NAME,
                                    "flannel-backend wireguard-native takes UDP port 51820 of "
                                            + node.device(),
                                    fix)
                            : CheckResult.warning(
                                    NAME,
                                    "flannel-backend wireguard-native encrypts a second time",
                                    fix);
            case "host-gw" ->
                    CheckResult.failed(
                            NAME,
                            "flannel-backend host-gw needs one LAN: " + node.device() + " drops it",
                            fix);
            default ->
                    CheckResult.warning(
                            NAME, "flannel-backend " + backend + " is not known to work", fix);
        };
    }
}
