package dev.wgmesh.cli;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
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
        new TreeMap<>(answers).forEach(this::log);
        return answers;
    }

    @Override
    public Map<Question, TracedAnswer> trace(Collection<Question> questions) {
        Map<Question, TracedAnswer> answers = source.trace(questions);
        new TreeMap<>(answers).forEach((question, traced) -> log(question, traced.answer()));
        return answers;
    }

    @Override
    public boolean honoursTtl() {
        return source.honoursTtl();
    }

    private void log(Question question, DnsAnswer<RRset> answer) {
        log.accept("? " + question + ": " + text(answer));
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
