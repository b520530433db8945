package dev.wgmesh.dns;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.TracedAnswer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The records of single members, as a source answers now, each with its origin. */
public final class RecordTrace {
    private RecordTrace() {}

    /** Asks for the records of these hosts, and for nothing else. */
    public static SortedMap<Question, TracedAnswer> of(
            DnsSource source, Collection<HostName> hosts) {
        var traced = new TreeMap<Question, TracedAnswer>();
        var recording = new Recording(source, traced);
        for (HostName host : hosts) {
            MeshReader.collectAnswers(recording, answers -> MeshCodec.unanswered(host, answers));
        }
        return traced;
    }

    private record Recording(DnsSource source, Map<Question, TracedAnswer> traced)
            implements DnsSource {
        @Override
        public Map<Question, DnsAnswer<RRset>> query(Collection<Question> questions) {
            Map<Question, TracedAnswer> answers = source.trace(questions);
            traced.putAll(answers);
            var plain = new HashMap<Question, DnsAnswer<RRset>>();
            answers.forEach((question, answer) -> plain.put(question, answer.answer()));
            return plain;
        }

        @Override
        public String description() {
            return source.description();
        }
    }
}
