package dev.wgmesh.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands that README.md shows.
 *
 * @param steps those with their output, in order: the blocks marked {@code console}
 * @param others lines of its other blocks, and words in running text, that are commands
 */
record Readme(List<Step> steps, List<String> others) {
    private static final String ANYTHING = "…";
    private static final Pattern COMMAND =
            Pattern.compile("(wg-mesh|scripts/\\S+|mvn|git|cd|sudo|\\./\\S+)( .*)?");

    /** A command and the lines that it prints; {@code …} stands for anything. */
    record Step(String command, List<String> shown) {
        /** Whether the output is what is shown. */
        boolean fits(String output) {
            String pattern =
                    shown.stream()
                            .map(line -> line.equals(ANYTHING) ? "(?:.*\n)*" : quoted(line) + "\n")
                            .collect(Collectors.joining());
            return output.matches(pattern);
        }

        private static String quoted(String line) {
            return Pattern.compile(ANYTHING)
                    .splitAsStream(line + " ")
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".+"))
                    .replaceFirst(" \\\\E$", "\\\\E");
        }
    }

    static Readme read(Path file) throws IOException {
        var steps = new ArrayList<Step>();
        var others = new ArrayList<String>();
        String block = "";
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("```")) {
                block = block.isEmpty() ? line + " " : "";
            } else if (block.startsWith("```console")) {
                step(line, steps);
            } else if (!block.isEmpty() || line.startsWith("    ")) {
                others.add(line.strip().replaceFirst(" +#.*", ""));
            } else {
                Pattern.compile("`([^`]+)`")
                        .matcher(line)
                        .results()
                        .forEach(m -> others.add(m.group(1)));
            }
        }
        others.removeIf(text -> !COMMAND.matcher(text).matches());
        return new Readme(steps, others);
    }

    private static void step(String line, List<Step> steps) {
        if (line.startsWith("$ ")) {
            steps.add(new Step(line.substring(2), new ArrayList<>()));
        } else {
            steps.getLast().shown().add(line);
        }
    }
}
