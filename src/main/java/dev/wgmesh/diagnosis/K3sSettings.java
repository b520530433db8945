package dev.wgmesh.diagnosis;

import dev.wgmesh.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of k3s on a node.
 *
 * @param file its configuration file
 * @param options values by name without the dashes; flags of the unit win over the file
 * @param problems of lines that could not be read
 */
public record K3sSettings(String file, Map<String, List<String>> options, List<Problem> problems) {
    /** Where k3s looks for its configuration. */
    public static final String FILE = "/etc/rancher/k3s/config.yaml";

    /** The names of its units: a server, an agent. */
    public static final List<String> UNITS = List.of("k3s.service", "k3s-agent.service");

    public K3sSettings {
        options = Map.copyOf(options);
        problems = List.copyOf(problems);
    }

    /**
     * Parses the configuration.
     *
     * @param files texts by name: the file, then those of {@code config.yaml.d}, in this order
     * @param unit of the server or the agent, whose command has flags; empty: not installed
     */
    public static K3sSettings parse(Map<String, String> files, Optional<SystemdSettings> unit) {
        var options = new LinkedHashMap<String, List<String>>();
        var problems = new ArrayList<Problem>();
        files.forEach((name, text) -> {
            K3sConfigText.Parsed parsed = K3sConfigText.parse(name, text);
            problems.addAll(parsed.problems());
            parsed.options().forEach((key, values) -> put(options, key, values));
        });
        unit.ifPresent(it -> options.putAll(flags(it.words("Service.ExecStart"))));
        return new K3sSettings(
                files.isEmpty() ? FILE : files.keySet().iterator().next(), options, problems);
    }

    private static void put(Map<String, List<String>> options, String key, List<String> values) {
        if (key.endsWith("+")) {
            String name = key.substring(0, key.length() - 1);
            List<String> before = options.getOrDefault(name, List.of());
            options.put(name, Stream.of(before, values).flatMap(List::stream).toList());
        } else {
            options.put(key, values);
        }
    }

    /**
     * Returns the flags of a command: {@code --name=value}, {@code --name value}, {@code --name}.
     */
    private static Map<String, List<String>> flags(List<String> command) {
        var flags = new LinkedHashMap<String, List<String>>();
        for (int i = 0; i < command.size(); i++) {
            String word = unquoted(command.get(i));
            if (!word.startsWith("--")) {
                continue;
            }
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            String next = i + 1 < command.size() ? unquoted(command.get(i + 1)) : "-";
            String value =
                    equals >= 0 ? word.substring(equals + 1) : next.startsWith("-") ? "true" : next;
            flags.computeIfAbsent(name, _ -> new ArrayList<>()).add(unquoted(value));
        }
        return flags;
    }

    private static String unquoted(String word) {
        return word.replaceAll("^[\"']|[\"']$", "");
    }

    /** Returns the values of an option, each without commas; none where it is not given. */
    List<String> values(String name) {
        return options.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** Returns the last value of an option. */
    Optional<String> value(String name) {
        List<String> all = values(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** Returns whether flannel is the network of the pods: k3s's default. */
    boolean usesFlannel() {
        return !value("flannel-backend").equals(Optional.of("none"));
    }

    /** Returns the prefixes of pods and services, k3s's defaults where none are given. */
    List<String> ranges() {
        List<String> pods = values("cluster-cidr");
        List<String> services = values("service-cidr");
        return Stream.of(
                        pods.isEmpty() ? List.of("10.42.0.0/16") : pods,
                        services.isEmpty() ? List.of("10.43.0.0/16") : services)
                .flatMap(List::stream)
                .toList();
    }
}
