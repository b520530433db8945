package dev.wgmesh.wrong.attic;

/** Is in a package that the architecture does not list. */
record UnknownPackage() {}
