package dev.wgmesh.render;

import dev.wgmesh.model.DeviceState;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.NodeFacts;
import dev.wgmesh.plan.LikelyCause;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.NodeStatus;
import dev.wgmesh.plan.PairReport;
import dev.wgmesh.problem.PrintableText;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerOrigin;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Why two members reach each other, or not, for people. */
public record WhyText(TerminalColour paint) {
    /** Returns the whole chain, and the cause at its end. */
    public String pair(PairReport pair, LikelyCause cause) {
        var text = new StringBuilder();
        text.append(paint.bold(pair.from() + " to " + pair.to()))
                .append(" in " + pair.there().report().mesh().name() + "\n");
        records(text, pair);
        view(text, pair.isHere(), pair.there(), pair.problems(), pair.target().stream().toList());
        pair.back()
                .ifPresent(back ->
                        view(
                                text,
                                false,
                                back,
                                pair.problemsBack(),
                                pair.origin().stream().toList()));
        if (pair.isHere()) {
            network(text, pair);
        }
        heading(text, "cause");
        Problem problem = cause.problem();
        String line = problem.where() + ": " + problem.what();
        text.append("  " + (cause.isFault() ? paint.red(line) : paint.green(line)) + "\n");
        if (!problem.fix().isEmpty()) {
            text.append("  fix: " + problem.fix() + "\n");
        }
        return text.toString();
    }

    private void heading(StringBuilder text, String title) {
        text.append('\n').append(paint.bold(title)).append('\n');
    }

    /** Prints each record with its TTL and, where another server gave it, with that server. */
    private void records(StringBuilder text, PairReport pair) {
        heading(text, "records, from " + pair.source());
        pair.records()
                .forEach((question, traced) -> {
                    String server = traced.origin().map(AnswerOrigin::server).orElse(pair.source());
                    String by = server.equals(pair.source()) ? "" : paint.dim("  by " + server);
                    for (String line : lines(traced.answer())) {
                        text.append("  " + line.formatted(question) + by + "\n");
                    }
                });
    }

    private List<String> lines(DnsAnswer<RRset> answer) {
        return switch (answer) {
            case DnsAnswer.Found<RRset>(RRset set, Duration ttl) ->
                    set.dnsRecords().stream()
                            .map(record ->
                                    ttl.toSeconds()
                                            + " s  %s  "
                                            + PrintableText.of(record.rdataToString())
                                                    .replace("%", "%%"))
                            .toList();
            case DnsAnswer.Absent<RRset>(Duration ttl) ->
                    List.of(ttl.toSeconds() + " s  %s  " + paint.dim("absent"));
            case DnsAnswer.Failed<RRset>(Problem problem) ->
                    List.of("%s  " + paint.red("failed: " + problem.what().replace("%", "%%")));
        };
    }

    /** Prints how one of the two sees the other. */
    private void view(
            StringBuilder text,
            boolean here,
            NodeStatus view,
            List<Problem> problems,
            List<MemberStatus> members) {
        heading(text, view.self() + (here ? " (this node)" : " (by DNS alone)"));
        var printer = new StatusText(paint, Integer.MAX_VALUE);
        for (MemberStatus member : members) {
            text.append(here ? printer.details(view, member) : printer.plan(member));
        }
        for (Problem problem : problems) {
            text.append("  " + paint.yellow(problem.where() + ": " + problem.what()) + "\n");
        }
    }

    private void network(StringBuilder text, PairReport pair) {
        heading(text, "network of this node");
        NodeFacts facts = pair.there().report().node().facts();
        pair.there()
                .report()
                .node()
                .actual()
                .map(DeviceState::mtu)
                .ifPresent(mtu ->
                        text.append("  MTU " + mtu)
                                .append(
                                        pair.pathMtu()
                                                        .map(it ->
                                                                ", path MTU to the endpoint " + it)
                                                        .orElse("")
                                                + "\n"));
        Map<String, Integer> filters = new TreeMap<>(facts.reversePathFilters());
        text.append("  rp_filter ")
                .append(
                        filters.isEmpty()
                                ? "off"
                                : filters.entrySet().stream()
                                        .map(it -> it.getKey() + " " + it.getValue())
                                        .collect(Collectors.joining(", ")))
                .append('\n');
        List<String> routes =
                pair.target().flatMap(MemberStatus::address).stream()
                        .flatMap(address ->
                                facts.allRoutes()
                                        .filter(it -> it.destination().contains(address))
                                        .map(it ->
                                                it.destination()
                                                        + " dev "
                                                        + it.device()
                                                        + it.via()
                                                                .map(via -> " via " + via)
                                                                .orElse("")
                                                        + it.place().suffix()))
                        .toList();
        text.append("  routes " + (routes.isEmpty() ? "none" : String.join("; ", routes)) + "\n");
    }
}
