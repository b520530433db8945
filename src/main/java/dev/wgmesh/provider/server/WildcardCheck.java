package dev.wgmesh.provider.server;

import dev.wgmesh.plan.ZonePlan;
import dev.wgmesh.problem.Failure;
import dev.wgmesh.zone.Question;
import java.util.TreeMap;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

/**
 * Wildcards above the names of a plan. What one of them answers looks as if it were there, to who
 * asks by single questions, and is not where an update wants it to be (RFC 2136, section 1.1.1).
 */
final class WildcardCheck {
    private WildcardCheck() {}

    /**
     * Refuses a plan that takes an answer of a wildcard for an RRset.
     *
     * @throws Failure REFUSED where the server has such a wildcard
     */
    static void requireNone(DnsClient server, ZonePlan plan) {
        var above = new TreeMap<Question, Question>();
        for (Question question : ReadBack.questions(plan)) {
            Name name = question.owner();
            while (!name.equals(plan.zone())) {
                name = new Name(name, 1);
                above.put(new Question(Question.name("*." + name), question.type()), question);
            }
        }
        server.queryAll(above.keySet())
                .forEach((wildcard, reply) -> {
                    if (reply instanceof ServerReply.Answered(Message message)
                            && message.getSection(Section.ANSWER).stream()
                                    .anyMatch(r -> r.getName().equals(wildcard.owner()))) {
                        throw Failure.refused(
                                String.valueOf(above.get(wildcard)),
                                "does not exist: the wildcard "
                                        + wildcard.owner().toString(true)
                                        + " answers for the name",
                                "remove the wildcard, or allow the key to transfer the zone");
                    }
                });
    }
}
