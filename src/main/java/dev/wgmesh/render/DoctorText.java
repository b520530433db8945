package dev.wgmesh.render;

import dev.wgmesh.diagnosis.CheckResult;
import dev.wgmesh.diagnosis.DoctorReport;
import dev.wgmesh.diagnosis.Verdict;
import dev.wgmesh.problem.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of checks for people: a line each, wrapped, with the fix below.
 *
 * @param width columns of the terminal
 */
public record DoctorText(TerminalColour paint, int width) {
    private static final int VERDICT = 9;
    private static final int CHECK = 12;

    /** Narrower columns break every line. */
    private static final int NARROWEST = 40;

    /** Returns the results in their order, above a count of them. */
    public String report(DoctorReport report) {
        var text = new StringBuilder();
        text.append(paint.bold(report.node().device()));
        report.node().mesh().name().ifPresent(mesh -> text.append(" in " + mesh));
        text.append("\n\n");
        report.results().forEach(result -> append(text, result));
        String counts =
                Stream.of(Verdict.FAILED, Verdict.WARNING, Verdict.SKIPPED, Verdict.OK)
                        .filter(verdict -> report.count(verdict) > 0)
                        .map(verdict -> colour(verdict, counted(verdict, report.count(verdict))))
                        .collect(Collectors.joining(", "));
        return text.append('\n').append(counts).append('\n').toString();
    }

    private void append(StringBuilder text, CheckResult result) {
        String verdict = result.verdict().toString();
        text.append(colour(result.verdict(), verdict))
                .repeat(' ', VERDICT - verdict.length())
                .append(result.check())
                .repeat(' ', Math.max(1, CHECK - result.check().length()));
        String indent = " ".repeat(VERDICT + CHECK);
        List<String> lines = lines(PrintableText.of(result.message()));
        text.append(String.join("\n" + indent, lines)).append('\n');
        if (!result.fix().isEmpty()) {
            // not wrapped: it can be copied
            text.append(" ".repeat(VERDICT) + "fix: " + PrintableText.of(result.fix()) + "\n");
        }
    }

    private List<String> lines(String message) {
        int room = Math.max(NARROWEST, width) - VERDICT - CHECK;
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : message.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String counted(Verdict verdict, long count) {
        return count + " " + verdict + (verdict == Verdict.WARNING && count > 1 ? "s" : "");
    }

    private String colour(Verdict verdict, String text) {
        return switch (verdict) {
            case OK -> paint.green(text);
            case SKIPPED -> paint.dim(text);
            case WARNING -> paint.yellow(text);
            case FAILED -> paint.red(text);
        };
    }
}
