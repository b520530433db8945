package dev.wgmesh.process;

/** What to install for a program, as Debian names it; other systems' names are close. */
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
