package dev.wgmesh.wrong.attic;

/** Lies in a package that the house does not know. */
record HasNoRoom() {}
