package dev.wgmesh.render;

import dev.wgmesh.keys.PrivateKey;
import dev.wgmesh.plan.StaticConfiguration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of a {@link StaticConfiguration}. */
public enum ConfigurationFormat {
    /** A file for wg-quick(8), and for the WireGuard apps. */
    WG_QUICK,
    /** A file for {@code wg setconf}, wg(8): peers only, no addresses and no routes. */
    WG,
    /** A .netdev and a .network file for systemd.netdev(5) and systemd.network(5). */
    NETWORKD,
    /** A NixOS module: {@code networking.wg-quick.interfaces}. */
    NIXOS,
    /** The document {@code wg-mesh/export}, without a private key. */
    JSON;

    /** Returns the format of that name; else empty. */
    public static Optional<ConfigurationFormat> parse(String text) {
        return Arrays.stream(values()).filter(it -> it.toString().equals(text)).findFirst();
    }

    /**
     * Returns the files of a configuration.
     *
     * @param device the interface's name
     * @param key the private key of the member; empty: a comment says where it belongs
     */
    public List<ConfigurationFile> files(
            StaticConfiguration configuration, String device, Optional<PrivateKey> key) {
        return switch (this) {
            case WG_QUICK -> List.of(WgQuickText.quick(configuration, device, key));
            case WG -> List.of(WgQuickText.plain(configuration, device, key));
            case NETWORKD -> NetworkdText.files(configuration, device, key);
            case NIXOS -> List.of(NixosText.file(configuration, device));
            case JSON ->
                    List.of(
                            new ConfigurationFile(
                                    device + ".json",
                                    ExportJson.configuration(configuration).text()));
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
