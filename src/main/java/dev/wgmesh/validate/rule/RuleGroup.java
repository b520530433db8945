package dev.wgmesh.validate.rule;

import dev.wgmesh.validate.Rule;
import java.util.List;

/** The rules about one subject, by id. */
record RuleGroup(String subject, List<Rule> rules) {}
