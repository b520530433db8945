package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import dev.wgmesh.zone.ZoneContents;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whole zones, and another source for whatever is not in them: names of other zones, what an alias
 * leads to, what is delegated away.
 */
public final class LayeredSource implements DnsSource {
    private final List<ZoneContents> zones;
    private final String place;
    private final DnsSource others;

    /**
     * The zones before the other source.
     *
     * @param place what a person calls the zones: their folder
     */
    public LayeredSource(List<ZoneContents> zones, String place, DnsSource others) {
        this.zones = List.copyOf(zones);
        this.place = place;
        this.others = others;
    }

    @Override
    public Map<Question, DnsAnswer<RRset>> ask(Collection<Question> questions) {
        var known = new Snapshot(zones, Map.of(), Optional.empty());
        var left = new TreeSet<Question>();
        questions.forEach(question -> known.left(question).ifPresent(left::add));
        Map<Question, DnsAnswer<RRset>> asked = left.isEmpty() ? Map.of() : others.ask(left);
        var all = new Snapshot(zones, asked, Optional.of("not in " + description()));
        var answers = new TreeMap<Question, DnsAnswer<RRset>>();
        questions.forEach(
                question -> all.to(question).ifPresent(answer -> answers.put(question, answer)));
        return answers;
    }

    /** {@code zones/, then 127.0.0.1:53}. */
    @Override
    public String description() {
        return place + ", then " + others.description();
    }
}
