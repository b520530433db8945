package dev.wgmesh.dns;

import dev.wgmesh.model.Answer;
import dev.wgmesh.model.HostName;
import dev.wgmesh.model.Member;
import dev.wgmesh.model.Mesh;
import dev.wgmesh.model.MeshName;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.Answers;
import dev.wgmesh.zone.MeshCodec;
import dev.wgmesh.zone.Question;
import dev.wgmesh.zone.RRset;
import dev.wgmesh.zone.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads a mesh, or a single member, from a source: asks in rounds until nothing is open. */
public final class MeshReader {
    private MeshReader() {}

    /** The mesh as the source tells it now; what it cannot tell is a problem of the mesh. */
    public static Mesh read(DnsSource source, MeshName mesh) {
        return MeshCodec.decode(mesh, known(source, answers -> MeshCodec.open(mesh, answers)));
    }

    /** A host's own records, whether the list names it or not. */
    public static Member member(DnsSource source, HostName host, MeshName list) {
        Answers known = known(source, answers -> MeshCodec.open(host, answers));
        return MeshCodec.member(host, list, known);
    }

    /** Every answer that was needed. */
    public static Snapshot known(DnsSource source, Function<Answers, Set<Question>> open) {
        var answers = new TreeMap<Question, Answer<RRset>>();
        while (true) {
            var known = new Snapshot(List.of(), answers, Optional.empty());
            Set<Question> next = open.apply(known);
            if (next.isEmpty()) {
                return known;
            }
            answers.putAll(source.ask(next));
            for (Question question : next) {
                answers.computeIfAbsent(question, MeshReader::unanswered);
            }
        }
    }

    private static Answer<RRset> unanswered(Question question) {
        return new Answer.Failed<>(Problem.of(question.toString(), "was not answered"));
    }
}
