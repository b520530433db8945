package dev.wgmesh.render;

import dev.wgmesh.model.DnsAnswer;
import dev.wgmesh.plan.LikelyCause;
import dev.wgmesh.plan.MemberStatus;
import dev.wgmesh.plan.PairReport;
import dev.wgmesh.problem.Problem;
import dev.wgmesh.zone.AnswerOrigin;
import dev.wgmesh.zone.RRset;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Type;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The document {@code wg-mesh/why}. */
public final class WhyJson {
    private WhyJson() {}

    /** Returns the document of a pair, with the likely cause. */
    public static JsonDocument pair(PairReport pair, LikelyCause cause) {
        ObjectNode document = Json.document("why");
        document.put("mesh", pair.there().report().mesh().name().text());
        document.put("from", pair.from().text()).put("to", pair.to().text());
        document.put("isThisNode", pair.isHere());
        document.set("records", records(pair));
        document.set("there", view(pair.target(), pair.problems()));
        document.set("back", view(pair.origin(), pair.problemsBack()));
        pair.pathMtu().ifPresent(mtu -> document.put("pathMtu", mtu));
        ObjectNode likely = document.putObject("cause").put("isFault", cause.isFault());
        likely.put("where", cause.problem().where()).put("what", cause.problem().what());
        if (!cause.problem().fix().isEmpty()) {
            likely.put("fix", cause.problem().fix());
        }
        document.set("problems", Json.problems(pair.there().problems()));
        return new JsonDocument(document);
    }

    private static ArrayNode records(PairReport pair) {
        ArrayNode array = Json.object().putArray("records");
        pair.records()
                .forEach((question, traced) -> {
                    ObjectNode node = array.addObject();
                    node.put("name", question.owner().toString(true));
                    node.put("type", Type.string(question.type()));
                    node.put(
                            "server",
                            traced.origin().map(AnswerOrigin::server).orElse(pair.source()));
                    switch (traced.answer()) {
                        case DnsAnswer.Found<RRset>(RRset set, Duration ttl) -> {
                            node.put("ttl", ttl.toSeconds());
                            ArrayNode values = node.putArray("values");
                            set.dnsRecords().forEach(record -> values.add(record.rdataToString()));
                        }
                        case DnsAnswer.Absent<RRset>(Duration ttl) -> {
                            node.put("ttl", ttl.toSeconds());
                            node.putArray("values");
                        }
                        case DnsAnswer.Failed<RRset>(Problem problem) ->
                                node.put("failed", problem.what());
                    }
                });
        return array;
    }

    private static ObjectNode view(Optional<MemberStatus> member, List<Problem> problems) {
        ObjectNode node = Json.object();
        member.ifPresent(it -> StatusJson.put(node.putObject("member"), it));
        node.set("problems", Json.problems(problems));
        return node;
    }
}
