package dev.wgmesh.wrong.cli;

/** Reads the environment itself, into a static field. */
final class TouchesSystem {
    static long last = System.nanoTime();

    private TouchesSystem() {}
}
