package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.plan.RRsetChange;
import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A source that answers as if plans were committed. */
public final class PlannedSource implements DnsSource {
    private final DnsSource source;
    private final Map<Question, RRsetChange> changes;

    /** Creates a source of the plans over what is there now. */
    public PlannedSource(DnsSource source, List<ZonePlan> plans) {
        this.source = source;
        this.changes =
                plans.stream()
                        .flatMap(plan -> plan.changes().stream())
                        .collect(
                                Collectors.toMap(
                                        RRsetChange::question, it -> it, (_, later) -> later));
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
        var unchanged = new LinkedHashSet<>(questions);
        unchanged.removeAll(changes.keySet());
        var answers = new HashMap<>(source.query(unchanged));
        for (Question question : questions) {
            RRsetChange change = changes.get(question);
            if (change != null) {
                answers.put(question, answer(change));
            }
        }
        return answers;
    }

    private static DnsAnswer<RRset> answer(RRsetChange change) {
        return change.newRRset()
                .<DnsAnswer<RRset>>map(
                        set -> new DnsAnswer.Found<>(set, Duration.ofSeconds(set.ttl())))
                .orElseGet(() -> new DnsAnswer.Absent<>(Duration.ZERO));
    }

    @Override
    public boolean honoursTtl() {
        return source.honoursTtl();
    }

    @Override
    public String description() {
        return source.description();
    }
}
