package dev.wgmesh.device;

import dev.wgmesh.diagnosis.FilterMatch;
import dev.wgmesh.diagnosis.FilterMatch.PortRange;
import dev.wgmesh.diagnosis.FilterVerdict;
import dev.wgmesh.diagnosis.PacketFilter;
import dev.wgmesh.diagnosis.PacketFilter.BaseChain;
import dev.wgmesh.diagnosis.PacketFilter.FilterRule;
import dev.wgmesh.json.JsonTree;
import dev.wgmesh.problem.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The output of {@code nft -j list ruleset} (libnftables-json(5)). */
final class NftRuleset {
    /** Statements that let every packet pass on to the next one. */
    private static final Set<String> NEUTRAL =
            Set.of("counter", "log", "notrack", "mangle", "ct helper");

    private final Map<Integer, List<BaseChain>> inputs = new TreeMap<>();
    private final Map<String, List<FilterRule>> chains = new HashMap<>();

    private NftRuleset() {}

    /**
     * Parses the rules.
     *
     * @throws Failure UNREADABLE where the output is not JSON
     */
    static PacketFilter parse(String output) {
        var ruleset = new NftRuleset();
        try {
            for (JsonNode entry : JsonTree.read(output).path("nftables")) {
                ruleset.chain(entry.path("chain"));
                ruleset.rule(entry.path("rule"));
            }
        } catch (JacksonException _) {
            throw Failure.unreadable(
                    "nft -j list ruleset", "did not print JSON", "install nftables 0.9.1 or later");
        }
        return new PacketFilter(
                ruleset.inputs.values().stream().flatMap(List::stream).toList(), ruleset.chains);
    }

    private static String table(JsonNode node) {
        return node.path("family").asString("") + " " + node.path("table").asString("");
    }

    private void chain(JsonNode chain) {
        if (chain.path("hook").asString("").equals("input")
                && chain.path("type").asString("").equals("filter")) {
            inputs.computeIfAbsent(chain.path("prio").asInt(0), _ -> new ArrayList<>())
                    .add(
                            new BaseChain(
                                    table(chain),
                                    chain.path("name").asString(""),
                                    chain.path("policy").asString("").equals("drop"),
                                    false));
        }
    }

    private void rule(JsonNode rule) {
        if (rule.isMissingNode()) {
            return;
        }
        var matches = new ArrayList<FilterMatch>();
        FilterVerdict verdict = new FilterVerdict.Continue();
        for (JsonNode statement : rule.path("expr")) {
            String name = statement.propertyNames().stream().findFirst().orElse("");
            JsonNode value = statement.path(name);
            switch (name) {
                case "match" -> matches.add(match(value));
                case "vmap" -> verdict = mapped(value, matches);
                case "accept" -> verdict = new FilterVerdict.Accept();
                case "drop", "reject" -> verdict = new FilterVerdict.Drop();
                case "return" -> verdict = new FilterVerdict.Return();
                case "jump" -> verdict = new FilterVerdict.Jump(target(value));
                case "goto" -> verdict = new FilterVerdict.Goto(target(value));
                default -> {
                    if (!NEUTRAL.contains(name)) {
                        matches.add(new FilterMatch.Other());
                    }
                }
            }
        }
        String key = PacketFilter.key(table(rule), rule.path("chain").asString(""));
        chains.computeIfAbsent(key, _ -> new ArrayList<>()).add(new FilterRule(matches, verdict));
    }

    private static String target(JsonNode value) {
        return value.path("target").asString("");
    }

    /** Reads a verdict map over the state of the connection; others are not understood. */
    private static FilterVerdict mapped(JsonNode map, List<FilterMatch> matches) {
        if (!map.path("key").path("ct").path("key").asString("").equals("state")) {
            matches.add(new FilterMatch.Other());
            return new FilterVerdict.Accept();
        }
        for (JsonNode pair : map.path("data").path("set")) {
            if (pair.path(0).asString("").equals("new")) {
                return verdict(pair.path(1));
            }
        }
        return new FilterVerdict.Continue();
    }

    private static FilterVerdict verdict(JsonNode node) {
        if (node.has("accept")) {
            return new FilterVerdict.Accept();
        }
        if (node.has("jump")) {
            return new FilterVerdict.Jump(target(node.path("jump")));
        }
        if (node.has("goto")) {
            return new FilterVerdict.Goto(target(node.path("goto")));
        }
        return node.has("drop") ? new FilterVerdict.Drop() : new FilterVerdict.Continue();
    }

    private static FilterMatch match(JsonNode match) {
        String operator = match.path("op").asString("");
        boolean negated = operator.equals("!=");
        if (!negated && !operator.equals("==") && !operator.equals("in")) {
            return new FilterMatch.Other();
        }
        JsonNode left = match.path("left");
        JsonNode right = match.path("right");
        JsonNode payload = left.path("payload");
        if (!payload.isMissingNode()) {
            return payload(payload, right, negated);
        }
        String ct = left.path("ct").path("key").asString("");
        return switch (ct + left.path("meta").path("key").asString("")) {
            case "state" -> words(right, words -> new FilterMatch.ConnectionState(words, negated));
            case "l4proto" -> words(right, words -> new FilterMatch.Protocol(words, negated));
            case "iifname", "iif" ->
                    words(right, words -> new FilterMatch.InputInterface(words, negated));
            default -> new FilterMatch.Other();
        };
    }

    private static FilterMatch payload(JsonNode payload, JsonNode right, boolean negated) {
        String protocol = payload.path("protocol").asString("");
        String field = payload.path("field").asString("");
        return switch (protocol) {
            case "udp", "th" ->
                    field.equals("dport")
                            ? ports(right)
                                    .<FilterMatch>map(
                                            it -> new FilterMatch.DestinationPort(it, negated))
                                    .orElseGet(FilterMatch.Other::new)
                            : new FilterMatch.Other();
            case "ip", "ip6" ->
                    field.equals("protocol") || field.equals("nexthdr")
                            ? words(right, words -> new FilterMatch.Protocol(words, negated))
                            : new FilterMatch.Other();
            // a match in the header of another protocol fits no UDP packet
            case "tcp", "icmp", "icmpv6", "sctp", "dccp", "ah", "esp", "comp", "igmp" ->
                    new FilterMatch.Protocol(Set.of(protocol), false);
            default -> new FilterMatch.Other();
        };
    }

    /** Returns the ports of a value or an anonymous set; empty where a set has a name. */
    private static Optional<List<PortRange>> ports(JsonNode right) {
        var ranges = new ArrayList<PortRange>();
        for (JsonNode value : values(right)) {
            JsonNode range = value.path("range");
            if (value.isInt()) {
                ranges.add(new PortRange(value.asInt(), value.asInt()));
            } else if (range.size() == 2) {
                ranges.add(new PortRange(range.path(0).asInt(0), range.path(1).asInt(0)));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(ranges);
    }

    private static FilterMatch words(JsonNode right, Function<Set<String>, FilterMatch> make) {
        Set<String> words =
                values(right).stream().map(it -> it.asString("@")).collect(Collectors.toSet());
        return words.stream().anyMatch(word -> word.startsWith("@"))
                ? new FilterMatch.Other()
                : make.apply(words);
    }

    private static List<JsonNode> values(JsonNode right) {
        JsonNode set = right.path("set");
        if (!set.isMissingNode()) {
            return set.valueStream().toList();
        }
        return right.isArray() ? right.valueStream().toList() : Stream.of(right).toList();
    }
}
