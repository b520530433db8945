package dev.wgmesh.validate;

/**
 * The explanation of a rule for readers of its findings.
 *
 * @param id that keeps its meaning for ever: {@code M003}
 * @param level of its findings by default
 * @param title what it finds, in a few words
 * @param rationale the fault matters: one or two sentences
 * @param reference the document behind the rule: an RFC and its section, or a page of docs
 */
public record RuleInfo(String id, Level level, String title, String rationale, String reference) {}
