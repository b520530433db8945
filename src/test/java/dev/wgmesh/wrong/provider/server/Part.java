package dev.wgmesh.wrong.provider.server;

/** Breaks a rule of the architecture on purpose. */
public final class Part {}
