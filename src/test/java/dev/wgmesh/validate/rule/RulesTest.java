package dev.wgmesh.validate.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wgmesh.render.FindingsText;
import dev.wgmesh.render.TerminalColour;
import dev.wgmesh.validate.Rule;
import dev.wgmesh.validate.RuleInfo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final List<String> IDS =
            List.of(
                    ("Z001 Z002 Z003 Z004"
                                    + " M001 M002 M003 M004 M005 M006 M007 M008 M009"
                                    + " M011 M012 M013 M014 M015 M016 M017 M018"
                                    + " P001 P002 K001 K002 K003 K004 K005 K006 K007 K008 K009 K010"
                                    + " A001 A002 A003 A004 A005 A006 A007 A008 A009 A010 A011 A012 A013 A014 A015"
                                    + " R001 R005 R006 R008 R009 R010"
                                    + " D001 D002 D003 D004 D005 D006 D007 D008 D009 D010 D011"
                                    + " D013 D014 D015 D016 D017 D024 D025 D026 D027 D028 D029 D030 S008 L001 L002 L003 L004 L005")
                            .split(" "));

    @Test
    void every_id_exists_once_and_in_order() {
        assertEquals(IDS, Validation.rules().stream().map(RuleInfo::id).toList());
    }

    @Test
    void every_class_is_named_by_its_id() {
        for (Rule rule : Rules.all()) {
            assertTrue(rule.getClass().getSimpleName().startsWith(rule.info().id()));
        }
    }

    @Test
    void every_subject_has_one_file_and_lists_each_of_its_rules_by_id() {
        for (RuleGroup group : Rules.groups()) {
            Class<?> file = group.rules().getFirst().getClass().getEnclosingClass();
            assertEquals(
                    Stream.of(file.getDeclaredClasses())
                            .filter(Rule.class::isAssignableFrom)
                            .map(Class::getSimpleName)
                            .sorted()
                            .toList(),
                    group.rules().stream().map(r -> r.getClass().getSimpleName()).toList(),
                    group.subject());
        }
    }

    @Test
    void every_rule_can_be_explained() {
        for (RuleInfo rule : Validation.rules()) {
            assertTrue(rule.title().length() > 5, rule.id());
            assertTrue(rule.rationale().endsWith(".") && rule.rationale().length() > 30, rule.id());
            assertTrue(
                    rule.reference().matches(".*(RFC \\d|\\.md|BIND|docs\\.|Amazon|Power).*"),
                    rule.id());
            assertTrue(
                    FindingsText.explain(rule, TerminalColour.NONE).contains(rule.rationale()),
                    rule.id());
        }
    }

    @Test
    void an_explanation_says_what_why_where_and_how_to_turn_it_off() {
        RuleInfo rule =
                Validation.rules().stream()
                        .filter(r -> r.id().equals("M003"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                """
                M003 (error): listed without an address
                    WireGuard sends nothing to a peer without allowed IPs and drops everything that it sends.
                    see docs/records.md
                    another level: --rule M003=off|info|notice|warning|error
                """,
                FindingsText.explain(rule, TerminalColour.NONE));
    }
}
