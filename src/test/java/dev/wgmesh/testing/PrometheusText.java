package dev.wgmesh.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks text in the exposition format of Prometheus, version 0.0.4, more strictly than Prometheus
 * reads it: each metric has HELP, TYPE and then its samples, and is named by the conventions.
 */
public final class PrometheusText {
    private static final String NAME = "[a-z][a-z0-9_]*";
    private static final String LABEL = NAME + "=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(\\{" + LABEL + "(?:," + LABEL + ")*\\})? (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") \\S.*");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (gauge|counter)");

    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final HashSet<String> series = new HashSet<>();
    private String helped = "";
    private String current = "";

    private PrometheusText() {}

    /** Returns what is wrong with the text; empty: nothing. */
    public static List<String> faults(String text) {
        var parser = new PrometheusText();
        if (!text.endsWith("\n")) {
            parser.faults.add("the last line has no end");
        }
        text.lines().forEach(parser::line);
        return parser.faults;
    }

    /** Returns the names of the metrics. */
    public static List<String> names(String text) {
        var parser = new PrometheusText();
        text.lines().forEach(parser::line);
        return List.copyOf(parser.types.keySet());
    }

    private void line(String line) {
        Matcher help = HELP.matcher(line);
        Matcher type = TYPE.matcher(line);
        Matcher sample = SAMPLE.matcher(line);
        if (help.matches()) {
            helped = help.group(1);
        } else if (type.matches()) {
            type(type.group(1), type.group(2));
        } else if (sample.matches()) {
            sample(line, sample);
        } else {
            faults.add("unknown line: " + line);
        }
    }

    private void type(String name, String type) {
        current = name;
        if (!helped.equals(name)) {
            faults.add(name + " has no HELP");
        }
        if (types.put(name, type) != null) {
            faults.add(name + " comes twice");
        }
        if (type.equals("counter") != name.endsWith("_total")) {
            faults.add(name + " is a " + type);
        }
    }

    private void sample(String line, Matcher sample) {
        if (!sample.group(1).equals(current)) {
            faults.add(sample.group(1) + " among samples of " + current);
        }
        if (!series.add(line.substring(0, line.lastIndexOf(' ')))) {
            faults.add("twice: " + line);
        }
        try {
            double value = Double.parseDouble(sample.group(3));
            if (Double.isNaN(value) || value < 0) {
                faults.add("value: " + line);
            }
        } catch (NumberFormatException _) {
            faults.add("value: " + line);
        }
    }
}
