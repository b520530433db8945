package dev.wgmesh;

/** Starts wg-mesh. */
public final class Main {
    private Main() {}

    /** Runs the command in {@code args}. */
    public static void main(String[] args) {}
}
