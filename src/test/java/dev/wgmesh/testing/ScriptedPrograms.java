package dev.wgmesh.testing;

import dev.wgmesh.process.Programs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Programs with scripted results; any other command succeeds without output. */
public final class ScriptedPrograms implements Programs {
    /** What reads a node's interfaces and routes. */
    private static final String NETWORK = "ip -N -json -details -batch -";

    private final Map<String, List<ProgramResult>> script = new LinkedHashMap<>();
    private final Set<String> missing = new TreeSet<>();
    private final List<String> ran = new ArrayList<>();

    /** The next command that begins with {@code command} prints {@code out} and ends with 0. */
    public ScriptedPrograms prints(String command, String out) {
        return answers(command, new ProgramResult(0, out, "", false));
    }

    /** The interfaces and IPv4 routes of a node, as arrays of JSON; it has no IPv6 route. */
    public ScriptedPrograms network(String interfaces, String routes) {
        return prints(NETWORK, String.join("\n", interfaces, routes, "[]", "[]"));
    }

    /** The next command that begins with {@code command} ends with {@code exit}. */
    public ScriptedPrograms fails(String command, int exit, String err) {
        return answers(command, new ProgramResult(exit, "", err, false));
    }

    /** The next command that begins with {@code command} ends so; the last answer repeats. */
    public ScriptedPrograms answers(String command, ProgramResult ended) {
        script.computeIfAbsent(command, _ -> new ArrayList<>()).add(ended);
        return this;
    }

    /** {@link #isInstalled} says no of it. */
    public ScriptedPrograms lacks(String program) {
        missing.add(program);
        return this;
    }

    @Override
    public synchronized ProgramResult run(List<String> command, String input, Duration limit) {
        String line = String.join(" ", command);
        ran.add(line);
        input.lines().forEach(text -> ran.add("  " + text));
        for (Map.Entry<String, List<ProgramResult>> entry : script.entrySet()) {
            if (line.startsWith(entry.getKey())) {
                List<ProgramResult> left = entry.getValue();
                return left.size() > 1 ? left.removeFirst() : left.getFirst();
            }
        }
        return new ProgramResult(0, "", "", false);
    }

    @Override
    public boolean isInstalled(String program) {
        return !missing.contains(program);
    }

    /** Every command run. */
    public List<String> started() {
        return ran.stream().filter(line -> !line.startsWith("  ")).toList();
    }

    /** Every command run, and below each, two spaces in, the lines of its input. */
    public List<String> ran() {
        return List.copyOf(ran);
    }
}
