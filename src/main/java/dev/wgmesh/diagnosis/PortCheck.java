package dev.wgmesh.diagnosis;

import dev.wgmesh.diagnosis.HostFacts.UdpSocket;
import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.Member;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The interface listens on the UDP port that members send to, and nothing else does. */
final class PortCheck implements Check {
    private static final String NAME = "port";

    @Override
    public List<CheckResult> run(NodeExamination node) {
        return List.of(
                switch (node.host().sockets()) {
                    case Fact.Unknown<List<UdpSocket>>(var why) -> CheckResult.skipped(NAME, why);
                    case Fact.Known<List<UdpSocket>>(var sockets) -> result(node, sockets);
                });
    }

    private static CheckResult result(NodeExamination node, List<UdpSocket> sockets) {
        int wanted = node.mesh().port();
        Optional<String> others = owners(node, sockets, wanted);
        Optional<DeviceState> listening = node.state().filter(it -> it.up() && it.port() != 0);
        if (listening.isEmpty()) {
            return others.map(it ->
                            CheckResult.failed(
                                    NAME,
                                    "UDP port " + wanted + " is taken by " + it,
                                    "end it, or choose another port: " + otherPort(node, wanted)))
                    .orElseGet(() -> CheckResult.ok(NAME, "UDP port " + wanted + " is free"));
        }
        int port = listening.get().port();
        if (port == wanted) {
            return others.map(it ->
                            CheckResult.warning(
                                    NAME,
                                    "UDP port " + port + " is also wanted by " + it,
                                    "end it, or choose another port: " + otherPort(node, port)))
                    .orElseGet(() -> CheckResult.ok(NAME, "listens on UDP port " + port));
        }
        if (published(node).isEmpty()) {
            return CheckResult.ok(NAME, "listens on UDP port " + port);
        }
        String who = others.map(it -> ", which is taken by " + it).orElse("");
        return CheckResult.failed(
                NAME,
                "%s listens on UDP port %d, but members send to port %d%s"
                        .formatted(node.device(), port, wanted, who),
                others.isEmpty()
                        ? "wg set " + node.device() + " listen-port " + wanted
                        : "end it, or publish the port: " + publish(node, port));
    }

    private static Optional<Member> published(NodeExamination node) {
        return node.mesh()
                .self()
                .filter(member ->
                        member.endpoints().stream()
                                .anyMatch(it -> !it.addresses().all().isEmpty()));
    }

    /** Returns who has the port besides this interface, whose own socket counts where it is up. */
    private static Optional<String> owners(
            NodeExamination node, List<UdpSocket> sockets, int port) {
        boolean own = node.state().filter(it -> it.up() && it.port() == port).isPresent();
        String text =
                sockets.stream()
                        .filter(it -> it.port() == port)
                        .map(UdpSocket::owner)
                        .filter(it -> !own || it.startsWith(UdpSocket.WIREGUARD))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String otherPort(NodeExamination node, int port) {
        return publish(node, port + 1);
    }

    private static String publish(NodeExamination node, int port) {
        String host = node.mesh().self().map(it -> it.name().text()).orElse("HOST");
        return "wg-mesh set " + host + " --endpoint ADDRESS:" + port;
    }
}
