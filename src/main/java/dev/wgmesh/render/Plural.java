package dev.wgmesh.render;

/** Numbers with a noun. */
public final class Plural {
    private Plural() {}

    /** Returns {@code 1 member}, {@code 2 members}; the noun has a regular plural. */
    public static String of(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
