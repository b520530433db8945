package dev.wgmesh.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wgmesh.problem.Failure;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What rules of nftables do with the packets of peers to UDP port 51820, which arrive at eth0. */
class NftRulesetTest {
    private static final String PORT = payload("udp", "dport", "51820") + ", {'accept': null}";

    /** Returns what a chain at the hook input with these rules does: statements of JSON. */
    private static String decision(String policy, String... rules) {
        return decision(policy, List.of(), rules);
    }

    private static String decision(String policy, List<String> other, String... rules) {
        String chain =
                "{'chain': {'family': 'inet', 'table': 'f', 'name': 'in', 'type': 'filter',"
                        + " 'hook': 'input', 'prio': 0, 'policy': '"
                        + policy
                        + "'}}";
        String all =
                Stream.of(
                                Stream.of(chain, "{'chain': {'family': 'inet', 'table': 'f'}}"),
                                Stream.of(rules).map(rule -> rule("in", rule)),
                                other.stream().map(rule -> rule("other", rule)))
                        .flatMap(it -> it)
                        .reduce("{'metainfo': {}}", (text, entry) -> text + ", " + entry);
        String json = ("{'nftables': [" + all + "]}").replace('\'', '"');
        return NftRuleset.parse(json).outcome(51820, List.of("eth0"));
    }

    private static String rule(String chain, String statements) {
        return "{'rule': {'family': 'inet', 'table': 'f', 'chain': '%s', 'expr': [%s]}}"
                .formatted(chain, statements);
    }

    private static String match(String left, String right) {
        return "{'match': {'op': '==', 'left': " + left + ", 'right': " + right + "}}";
    }

    private static String payload(String protocol, String field, String right) {
        return match(
                "{'payload': {'protocol': '%s', 'field': '%s'}}".formatted(protocol, field), right);
    }

    private static String meta(String key, String right) {
        return match("{'meta': {'key': '" + key + "'}}", right);
    }

    @Test
    void without_rules_the_policy_decides() {
        assertEquals("accepted", decision("accept"));
        assertEquals("dropped inet f in", decision("drop"));
        assertEquals("accepted", NftRuleset.parse("{\"nftables\": []}").outcome(51820, List.of()));
        assertThrows(Failure.class, () -> NftRuleset.parse("no JSON"));
    }

    @Test
    void the_port_is_let_in_by_number_range_or_set() {
        assertEquals("accepted", decision("drop", PORT));
        assertEquals("accepted", decision("drop", PORT.replace("'udp'", "'th'")));
        for (String ports : List.of("{'range': [50000, 52000]}", "{'set': [53, 51820]}")) {
            assertEquals("accepted", decision("drop", PORT.replace("51820", ports)));
        }
        for (String ports : List.of("51821", "{'set': [{'range': [1, 2]}, 53]}")) {
            assertEquals("dropped inet f in", decision("drop", PORT.replace("51820", ports)));
        }
        assertEquals("dropped inet f in", decision("accept", PORT.replace("accept", "drop")));
        assertEquals(
                "dropped inet f in",
                decision(
                        "accept",
                        PORT.replace("'=='", "'!='").replace("accept", "drop"),
                        "{'reject': null}"));
        assertEquals("in part inet f in", decision("drop", PORT.replace("51820", "'@ports'")));
    }

    @Test
    void rules_of_other_packets_do_not_count() {
        List<String> others =
                List.of(
                        meta("iifname", "'lo'"),
                        meta("iifname", "'wg*'"),
                        meta("l4proto", "{'set': ['icmp', 'ipv6-icmp', 'tcp']}"),
                        payload("tcp", "dport", "51820"),
                        payload("ip", "protocol", "'tcp'"),
                        match("{'ct': {'key': 'state'}}", "['established', 'related']"));
        for (String other : others) {
            assertEquals(
                    "dropped inet f in", decision("drop", other + ", {'accept': null}"), other);
        }
        for (String same :
                List.of(
                        meta("iifname", "'eth*'"),
                        meta("l4proto", "'udp'"),
                        match("{'ct': {'key': 'state'}}", "'new'"))) {
            String rule = same + ", {'counter': {'packets': 0}}, {'accept': null}";
            assertEquals("accepted", decision("drop", rule), same);
        }
    }

    @Test
    void some_sources_or_so_many_a_second_are_a_part() {
        String source = payload("ip", "saddr", "'192.0.2.1'");
        assertEquals("in part inet f in", decision("drop", source + ", " + PORT));
        assertEquals("in part inet f in", decision("drop", "{'limit': {'rate': 5}}, " + PORT));
        assertEquals("accepted", decision("accept", source + ", {'drop': null}"));
        assertEquals("accepted", decision("drop", source + ", {'drop': null}", PORT));
    }

    @Test
    void other_chains_decide_by_jump_and_goto() {
        String jump = "{'jump': {'target': 'other'}}";
        assertEquals("accepted", decision("drop", List.of(PORT), jump));
        assertEquals(
                "accepted",
                decision("drop", List.of("{'return': null}", "{'drop': null}"), jump, PORT));
        assertEquals(
                "dropped inet f in", decision("accept", List.of("{'drop': null}"), jump, PORT));
        String go = "{'goto': {'target': 'other'}}";
        assertEquals("dropped inet f in", decision("drop", List.of("{'return': null}"), go, PORT));
        String state = "{'vmap': {'key': {'ct': {'key': 'state'}}, 'data': {'set': [%s]}}}";
        String drop = "['invalid', {'drop': null}], ['established', {'accept': null}]";
        assertEquals("accepted", decision("drop", state.formatted(drop), PORT));
        String fresh = "['new', {'jump': {'target': 'other'}}]";
        assertEquals("accepted", decision("drop", List.of(PORT), state.formatted(fresh)));
        String loop = "{'jump': {'target': 'other'}}";
        assertEquals("dropped inet f in", decision("drop", List.of(loop), jump));
    }
}
