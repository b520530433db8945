package dev.wgmesh.validate;

/**
 * What a rule is, for those who read its findings.
 *
 * @param id by which it is named for ever: {@code M003}
 * @param level of its findings, if nothing else is said
 * @param title what it finds, in a few words
 * @param why it matters: a sentence or two
 * @param reference the document that says so: an RFC and its section, or ours
 */
public record RuleInfo(String id, Level level, String title, String why, String reference) {}
