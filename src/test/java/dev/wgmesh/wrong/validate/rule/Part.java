package dev.wgmesh.wrong.validate.rule;

/** Breaks a rule of the architecture on purpose. */
public final class Part {}
