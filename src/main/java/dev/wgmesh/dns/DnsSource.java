package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import java.util.Collection;
import java.util.Map;

/** A place that answers questions about DNS: resolvers, a folder of zone files, or both. */
public interface DnsSource {
    /**
     * An answer to every question, aliases followed. Questions are asked side by side as far as the
     * source allows; none waits for more than its time-outs, and a failure is an answer.
     */
    Map<Question, DnsAnswer<RRset>> ask(Collection<Question> questions);

    /** What a person calls it: {@code zones/}, {@code 127.0.0.1:5353}. */
    String description();
}
