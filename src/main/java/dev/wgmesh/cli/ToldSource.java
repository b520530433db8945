package dev.wgmesh.cli;

import dev.wgmesh.dns.DnsSource;
import dev.wgmesh.model.Answer;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Tells each question with its answer. */
record ToldSource(DnsSource source, Consumer<String> tell) implements DnsSource {
    @Override
    public Map<Question, Answer<RRset>> ask(Collection<Question> questions) {
        Map<Question, Answer<RRset>> answers = source.ask(questions);
        new TreeMap<>(answers)
                .forEach((question, answer) -> tell.accept("? " + question + ": " + text(answer)));
        return answers;
    }

    private static String text(Answer<RRset> answer) {
        return switch (answer) {
            case Answer.Found<RRset>(RRset set, _) ->
                    String.join(", ", set.bare().stream().map(r -> r.rdataToString()).toList());
            case Answer.Absent<RRset>(Duration ttl) -> "absent for " + ttl.toSeconds() + " s";
            case Answer.Failed<RRset>(Problem problem) -> "failed, " + problem.what();
        };
    }

    @Override
    public String description() {
        return source.description();
    }
}
