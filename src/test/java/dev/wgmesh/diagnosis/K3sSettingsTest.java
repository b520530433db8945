package dev.wgmesh.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The options of k3s, from its configuration files and the flags of its unit. */
class K3sSettingsTest {
    private static K3sSettings file(String text) {
        return K3sSettings.parse(Map.of("config.yaml", text), Optional.empty());
    }

    private static String text(K3sSettings settings) {
        return new TreeMap<>(settings.options())
                + settings.problems().stream()
                        .map(it -> " " + it.where())
                        .collect(Collectors.joining());
    }

    @Test
    void pairs_and_lists_are_read_with_quotes_and_comments() {
        assertEquals(
                "{disable=[traefik, servicelb], flannel-iface=[wg0], node-ip=[10.0.0.1,fd00::1],"
                        + " tls-san=[a, b # c], token=[x#y], write-kubeconfig-mode=[0644]}",
                text(
                        file(
                                """
                                ---
                                # a comment
                                node-ip: "10.0.0.1,fd00::1"
                                flannel-iface: wg0   # in the mesh
                                write-kubeconfig-mode: '0644'
                                token: x#y
                                tls-san: [a, "b # c"]
                                disable:
                                  - traefik
                                - "servicelb"
                                """)));
    }

    @Test
    void a_line_of_any_other_form_is_reported() {
        assertEquals(
                "{a=[], b=[], node-label=[]} config.yaml:1 config.yaml:2 config.yaml:4 config.yaml:5",
                text(
                        file(
                                """
                                a: |
                                  text
                                node-label:
                                  key: value
                                b: *anchor
                                """)));
    }

    @Test
    void later_files_replace_or_add_and_flags_win() {
        var files = new LinkedHashMap<String, String>();
        files.put("config.yaml", "node-ip: 10.0.0.1\ntls-san: a\n");
        files.put("config.yaml.d/1.yaml", "node-ip: 10.0.0.2\ntls-san+: b\n");
        SystemdSettings unit =
                SystemdSettings.parse(
                        List.of(
                                """
                                [Service]
                                ExecStart=/usr/local/bin/k3s \\
                                    server \\
                                # a comment
                                    '--flannel-backend=none' \\
                                    '--node-ip' \\
                                    '10.0.0.3' --debug
                                """));
        K3sSettings settings = K3sSettings.parse(files, Optional.of(unit));
        assertEquals(
                "{debug=[true], flannel-backend=[none], node-ip=[10.0.0.3], tls-san=[a, b]}",
                text(settings));
        assertEquals(List.of("10.42.0.0/16", "10.43.0.0/16"), settings.ranges());
    }

    @Test
    void drop_ins_add_values_and_an_empty_one_removes_those_before() {
        SystemdSettings unit =
                SystemdSettings.parse(
                        List.of(
                                "[Unit]\nAfter=a b\nBefore=x\n",
                                "[Unit]\nAfter=c\nBefore=\n; no\n[Service]\nAfter=d\n"));
        assertEquals(List.of("a", "b", "c"), unit.words("Unit.After"));
        assertEquals(List.of(), unit.words("Unit.Before"));
        assertEquals(Optional.of("d"), unit.value("Service.After"));
    }
}
