package dev.wgmesh.cli;

/** The version of wg-mesh. */
public final class Version {
    private Version() {}

    /** Returns the version in the jar's manifest, or a note that there is no jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(run from its classes)" : version;
    }
}
