package dev.wgmesh.wrong.validate;

/** Breaks a rule of the architecture on purpose. */
final class UsesRule {
    Object part = new dev.wgmesh.wrong.validate.rule.Part();
}
