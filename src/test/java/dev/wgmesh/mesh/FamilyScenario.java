package dev.wgmesh.mesh;

import dev.wgmesh.model.ContactAddress;
import dev.wgmesh.model.Family;
import dev.wgmesh.model.IpAddress;
import dev.wgmesh.model.Prefix;
import dev.wgmesh.model.Route;
import dev.wgmesh.plan.DevicePlan;
import dev.wgmesh.testing.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A node and a mesh that are written in IPv4, in the network of one family. */
final class FamilyScenario {
    private static final Pattern ADDRESS =
            Pattern.compile("(\\d+\\.\\d+\\.\\d+)\\.(\\d+)(/\\d+)?(:\\d+)?");

    /** A line of a state, and none of a change. */
    private static final Pattern STATE = Pattern.compile("addr|peer|route|[0-9a-f:]+/");

    private static final Map<String, String> NETWORKS =
            Map.of(
                    "10.0.0", "fd00::",
                    "10.0.1", "fd00:0:0:1::",
                    "10.9.0", "fd09::",
                    "192.168.1", "fd12:0:0:1::",
                    "192.168.2", "fd12:0:0:2::",
                    "203.0.113", "2001:db8:113::",
                    "198.51.100", "2001:db8:100::",
                    "192.0.2", "2001:db8:2::",
                    "0.0.0", "::");

    private static final Map<String, String> LENGTHS =
            Map.of("/0", "/0", "/4", "/4", "/8", "/32", "/24", "/64", "/32", "/128");

    /** Returns a text with its addresses in the family. */
    static String translate(Family family, String text) {
        return family == Family.V4
                ? text
                : ADDRESS.matcher(text)
                        .replaceAll(FamilyScenario::translated)
                        .replace("IPv4", "IPv6")
                        .replace("wider than /8 ", "wider than /32 ");
    }

    private static String translated(MatchResult match) {
        String network = Optional.ofNullable(NETWORKS.get(match.group(1))).orElseThrow();
        String host =
                match.group(2).equals("0")
                        ? ""
                        : Integer.toHexString(Integer.parseInt(match.group(2)));
        String address = IpAddress.of(network + host).toString();
        String port = Optional.ofNullable(match.group(4)).orElse("");
        String length = Optional.ofNullable(match.group(3)).map(FamilyScenario::length).orElse("");
        return port.isEmpty() ? address + length : "[" + address + "]" + port;
    }

    private static String length(String v4) {
        return Optional.ofNullable(LENGTHS.get(v4)).orElseThrow();
    }

    /** Sorts the lines of each state, and the items of each list: addresses sort differently. */
    static String sorted(String text) {
        var lines = new ArrayList<String>();
        var state = new ArrayList<String>();
        for (String line : (text + "end").split("\n", -1)) {
            String words =
                    Stream.of(line.split(" "))
                            .map(word -> Stream.of(word.split(",")).sorted().toList())
                            .map(items -> String.join(",", items))
                            .collect(Collectors.joining(" "));
            if (STATE.matcher(line).lookingAt()) {
                state.add(words);
            } else {
                state.stream().sorted().forEach(lines::add);
                state.clear();
                lines.add(words);
            }
        }
        return String.join("\n", lines);
    }

    private final Family family;
    private final SimulatedNode node;
    private final StringBuilder seen = new StringBuilder();

    FamilyScenario(Family family, String... own) {
        this.family = family;
        this.node = new SimulatedNode("a", Stream.of(own).map(this::in).toArray(String[]::new));
    }

    String in(String text) {
        return translate(family, text);
    }

    FamilyScenario on(String device, String address) {
        node.on(device, in(address));
        return this;
    }

    FamilyScenario bridge(String device, String address) {
        node.bridge(device, in(address));
        return this;
    }

    FamilyScenario gateway(String address) {
        node.gateway(in(address));
        return this;
    }

    FamilyScenario resolver(String address) {
        node.resolver(in(address));
        return this;
    }

    FamilyScenario contact(ContactAddress.Use use, String address) {
        node.contact(use, in(address));
        return this;
    }

    FamilyScenario otherRoute(String to, String device) {
        node.otherRoute(in(to), device);
        return this;
    }

    FamilyScenario route(String to, String device, String via) {
        Optional<IpAddress> hop =
                via.isEmpty() ? Optional.empty() : Optional.of(IpAddress.of(in(via)));
        node.route(new Route(Prefix.of(in(to)), device, hop, Optional.empty(), 4));
        return this;
    }

    FamilyScenario options(PassOptions options) {
        node.options(options);
        return this;
    }

    FamilyScenario foreignPeer(String letter, String endpoint, String allowed) {
        node.peer(letter, in(endpoint), in(allowed));
        return this;
    }

    FamilyScenario answered(String letter) {
        node.later(Duration.ofSeconds(1)).answered(letter);
        return this;
    }

    FamilyScenario answered(String letter, String from) {
        node.later(Duration.ofSeconds(1)).answered(letter, in(from));
        return this;
    }

    FamilyScenario sends(String letter) {
        node.sends(letter, 148);
        return this;
    }

    FamilyScenario later(Duration time) {
        node.later(time);
        return this;
    }

    FamilyScenario relayKernel() {
        node.kernel(Set.of(), Set.of(Family.V4, Family.V6));
        return this;
    }

    /** Notes what a pass changes and reports, and what it leaves. */
    FamilyScenario pass(String mesh) {
        DevicePlan plan = node.pass(in(mesh));
        seen.append(SimulatedNode.changes(plan))
                .append(SimulatedNode.problems(plan))
                .append(SimulatedNode.withoutFixes(plan.messages().heldBack()))
                .append(SimulatedNode.withoutFixes(plan.messages().notices()))
                .append("--\n")
                .append(node.text());
        plan.desired().peers().stream()
                .flatMap(peer -> peer.paths().stream())
                .forEach(path ->
                        seen.append(
                                "%s %s: %s\n".formatted(path.claim(), path.kind(), path.reason())));
        return this;
    }

    @Override
    public String toString() {
        return seen.toString();
    }
}
