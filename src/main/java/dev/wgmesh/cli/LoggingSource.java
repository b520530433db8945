package dev.wgmesh.cli;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells each question with its answer. */
record LoggingSource(DnsSource source, Consumer<String> log) implements DnsSource {
    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        Map<Question, DnsAnswer<RRset>> answers = source.query(questions);
        new TreeMap<>(answers)
                .forEach((question, answer) -> log.accept("? " + question + ": " + text(answer)));
        return answers;
    }

    private static String text(DnsAnswer<RRset> answer) {
        return switch (answer) {
            case DnsAnswer.Found<RRset>(RRset set, _) ->
                    String.join(
                            ", ", set.dnsRecords().stream().map(r -> r.rdataToString()).toList());
            case DnsAnswer.Absent<RRset>(Duration ttl) -> "absent for " + ttl.toSeconds() + " s";
            case DnsAnswer.Failed<RRset>(Problem problem) -> "failed, " + problem.what();
        };
    }

    @Override
    public String description() {
        return source.description();
    }
}
