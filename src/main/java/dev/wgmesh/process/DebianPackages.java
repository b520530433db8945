package dev.wgmesh.process;

/** The Debian package of each program; other systems use similar names. */
final class DebianPackages {
    private DebianPackages() {}

    static String of(String program) {
        return switch (program) {
            case "wg", "wg-quick" -> "wireguard-tools";
            case "ip" -> "iproute2";
            case "ping" -> "iputils-ping";
            default -> program;
        };
    }
}
