package dev.wgmesh.wrong.provider;

/** Breaks a rule of the architecture on purpose. */
final class UsesFile {
    Object part = new dev.wgmesh.wrong.provider.file.UsesServer();
}
