package dev.wgmesh.device;

import dev.wgmesh.diagnosis.HostFacts.Services;
import dev.wgmesh.diagnosis.K3sSettings;
import dev.wgmesh.diagnosis.SystemdSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the settings of systemd's units, of systemd-networkd and of k3s from their files. */
record ServiceReader(SystemFiles files) {
    /** Where systemd looks for units, the first wins. */
    static final List<String> UNIT_FOLDERS =
            List.of(
                    "/etc/systemd/system",
                    "/run/systemd/system",
                    "/usr/local/lib/systemd/system",
                    "/usr/lib/systemd/system",
                    "/lib/systemd/system");

    private static final List<String> SYSTEMD_FOLDERS =
            List.of("/etc/systemd", "/run/systemd", "/usr/local/lib/systemd", "/usr/lib/systemd");

    /** systemd-networkd writes it while it runs. */
    private static final String NETWORKD_STATE = "/run/systemd/netif/state";

    private static final String WANTED = "/etc/systemd/system/multi-user.target.wants";

    Services read() {
        Map<String, SystemdSettings> units = units();
        return new Services(networkd(), units, files.names(WANTED), k3s(units));
    }

    private Map<String, SystemdSettings> units() {
        var units = new TreeMap<String, SystemdSettings>();
        Stream.concat(
                        UNIT_FOLDERS.stream()
                                .flatMap(folder -> files.names(folder).stream())
                                .filter(it -> it.startsWith("wg-mesh") && it.endsWith(".service")),
                        K3sSettings.UNITS.stream())
                .distinct()
                .forEach(name -> {
                    List<String> texts = files.withDropIns(UNIT_FOLDERS, name);
                    if (!texts.isEmpty()) {
                        units.put(name, SystemdSettings.parse(texts));
                    }
                });
        return units;
    }

    private Optional<SystemdSettings> networkd() {
        if (files.text(NETWORKD_STATE).isEmpty()) {
            return Optional.empty();
        }
        String name = "networkd.conf";
        List<String> all = files.withDropIns(SYSTEMD_FOLDERS, name);
        return Optional.of(
                SystemdSettings.parse(all.isEmpty() ? files.dropIns(SYSTEMD_FOLDERS, name) : all));
    }

    private Optional<K3sSettings> k3s(Map<String, SystemdSettings> units) {
        var texts = new LinkedHashMap<String, String>();
        files.text(K3sSettings.FILE).ifPresent(it -> texts.put(K3sSettings.FILE, it));
        String folder = K3sSettings.FILE + ".d";
        for (String name : files.names(folder)) {
            if (name.endsWith(".yaml")) {
                files.text(folder + "/" + name).ifPresent(it -> texts.put(folder + "/" + name, it));
            }
        }
        Optional<SystemdSettings> unit =
                K3sSettings.UNITS.stream()
                        .flatMap(name -> Optional.ofNullable(units.get(name)).stream())
                        .findFirst();
        return texts.isEmpty() && unit.isEmpty()
                ? Optional.empty()
                : Optional.of(K3sSettings.parse(texts, unit));
    }
}
