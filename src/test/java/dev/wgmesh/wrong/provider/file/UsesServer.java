package dev.wgmesh.wrong.provider.file;

/** Breaks a rule of the architecture on purpose. */
public final class UsesServer {
    Object part = new dev.wgmesh.wrong.provider.server.Part();
}
